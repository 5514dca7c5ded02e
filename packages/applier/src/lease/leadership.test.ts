import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Leadership } from './leadership.ts';

const signal = new AbortController().signal;
const held = { signal, isHeld: () => true };

test('a decision is waited for', async () => {
  const leadership = new Leadership();
  const asked = leadership.decision(signal);
  leadership.tell({ kind: 'waiting', holder: 'a/1#x' });
  assert.deepEqual(await asked, { kind: 'standby', holder: 'a/1#x' });
});

test('whoever waits is let go when its signal aborts', async () => {
  const stopping = new AbortController();
  const asked = new Leadership().decision(stopping.signal);
  stopping.abort(new Error('the end'));
  await assert.rejects(asked, /the end/);
});

test('each time that the lease is taken is a new term', () => {
  const leadership = new Leadership();
  leadership.lead(held);
  leadership.tell({ kind: 'lost', why: '' });
  assert.equal(leadership.now, undefined);
  leadership.lead(held);
  assert.deepEqual(leadership.now, { kind: 'leading', term: 2, signal });
});

test('it is held exactly while the lease says so', () => {
  const leadership = new Leadership();
  assert.equal(leadership.isHeld(), false);
  let isHeld = true;
  leadership.lead({ signal, isHeld: () => isHeld });
  assert.equal(leadership.isHeld(), true);
  isHeld = false;
  assert.equal(leadership.isHeld(), false);
});

test('after a loss the next answer is waited for', async () => {
  const leadership = new Leadership();
  leadership.lead(held);
  leadership.tell({ kind: 'lost', why: '' });
  const asked = leadership.decision(signal);
  const error = new Error('away');
  leadership.tell({ kind: 'failed', error });
  assert.deepEqual(await asked, { kind: 'failed', error });
});
