import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causeOf } from './causeOf.ts';

const push = { id: 'r', provider: 'github', receivedAt: 1, environments: ['staging'] };

test('a push is named by its provider', () => {
  assert.deepEqual(causeOf([push], { isFirst: false }), { kind: 'webhook', from: 'github' });
});

test('a call is named by the file of its token', () => {
  const call = { ...push, provider: 'bearer', token: 'token-ci' };
  assert.deepEqual(causeOf([call], { isFirst: false }), { kind: 'call', from: 'token-ci' });
});

test('of several requests the oldest counts', () => {
  const call = { ...push, provider: 'bearer', token: 'token-ci' };
  assert.equal(causeOf([push, call], { isFirst: true }).kind, 'webhook');
});

test('without a request it was a poll, or the start of the program', () => {
  assert.deepEqual(
    [causeOf([], { isFirst: false }), causeOf([], { isFirst: true })],
    [{ kind: 'poll' }, { kind: 'start' }],
  );
});

test('a call of which nobody knows the token is a call all the same', () => {
  const { from, ...cause } = causeOf([{ ...push, provider: 'bearer' }], { isFirst: false });
  assert.deepEqual([cause, from], [{ kind: 'call' }, undefined]);
});
