import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeLease } from './judgeLease.ts';
import type { LeaseRecord } from './leaseRecord.ts';

const candidate = { identity: 'pod-a/8081#new', inheritsSeat: true };

function held(holder: string): LeaseRecord {
  return { holder, duration: 15, transitions: 0, renewTime: 'r', acquireTime: 'a', resourceVersion: '7' };
}

test('a lease that does not exist is taken', () => {
  assert.deepEqual(judgeLease({ lease: undefined, since: 0 }, candidate, 0), { kind: 'take' });
});

test('a lease that its holder let go is taken at once', () => {
  assert.deepEqual(judgeLease({ lease: held(''), since: 0 }, candidate, 0), { kind: 'take' });
});

test('the lease of an earlier process on the same host and port is taken at once', () => {
  assert.deepEqual(judgeLease({ lease: held('pod-a/8081#old'), since: 0 }, candidate, 0), { kind: 'take' });
});

test('the lease of another host is waited for until it was not renewed for its duration', () => {
  const view = { lease: held('pod-b/8081#x'), since: 1000 };
  assert.deepEqual(judgeLease(view, candidate, 15_999), { kind: 'wait', holder: 'pod-b/8081#x', until: 16_000 });
  assert.deepEqual(judgeLease(view, candidate, 16_000), { kind: 'take' });
});

test('a process that held the lease before does not take it from a twin on the same host and port', () => {
  const view = { lease: held('pod-a/8081#twin'), since: 0 };
  assert.equal(judgeLease(view, { ...candidate, inheritsSeat: false }, 0).kind, 'wait');
});

test('a lease that still names this process is taken', () => {
  const view = { lease: held('pod-a/8081#new'), since: 0 };
  assert.deepEqual(judgeLease(view, { ...candidate, inheritsSeat: false }, 0), { kind: 'take' });
});

test('a seat that is only the beginning of another is another', () => {
  const judged = judgeLease({ lease: held('pod-a/80811#x'), since: 0 }, candidate, 0);
  assert.equal(judged.kind, 'wait');
});
