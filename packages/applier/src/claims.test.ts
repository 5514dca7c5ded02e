import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Claims } from './claims.ts';

const noMember = (): boolean => false;

function claims(): Claims {
  const all = new Claims();
  all.configure(['web', 'data']);
  return all;
}

test('who plans an object first keeps it', () => {
  const all = claims();
  all.planned('web', ['a'], noMember);
  all.planned('data', ['a', 'b'], noMember);
  assert.deepEqual(
    [...(all.owners ?? [])],
    [
      ['a', 'web'],
      ['b', 'data'],
    ],
  );
});

test('a member belongs to whose it is, whoever asks', () => {
  const all = claims();
  all.listed('web', ['a']);
  all.planned('data', ['a'], noMember);
  assert.equal(all.owners?.get('a'), 'web');
});

test('what was planned and did not become a member is free again with the next plan', () => {
  const all = claims();
  all.planned('web', ['a', 'b'], noMember);
  all.planned('web', [], (id) => id === 'b');
  assert.deepEqual([all.owners?.get('a'), all.owners?.get('b')], [undefined, 'web']);
});

test('a list says what is free again', () => {
  const all = claims();
  all.listed('web', ['a', 'b']);
  all.listed('web', ['b']);
  assert.deepEqual([...(all.owners?.keys() ?? [])], ['b']);
});

test('nobody releases what is not theirs', () => {
  const all = claims();
  all.listed('web', ['a']);
  all.release('data', 'a');
  assert.equal(all.owners?.get('a'), 'web');
});

test('an environment that is gone has nothing', () => {
  const all = claims();
  all.listed('web', ['a']);
  all.configure(['data', 'more']);
  assert.equal(all.owners?.get('a'), undefined);
});

test('a single environment has no rivals', () => {
  const all = claims();
  all.configure(['web']);
  assert.equal(all.owners, undefined);
});

test('environments count as unknown until they have listed their members', () => {
  const all = claims();
  assert.deepEqual(all.unlisted('web'), ['data']);
  all.listed('data', []);
  assert.deepEqual(all.unlisted('web'), []);
});
