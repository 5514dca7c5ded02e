import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId } from '@couplet/volume';
import type { SyncRequest } from '../syncRequest.ts';
import { Records } from './records.ts';

const commit = commitId('1'.repeat(40));
const request: SyncRequest = { id: 'r', provider: 'bearer', receivedAt: 0, environments: ['a', 'b'] };
const second = (count: number): string => `1970-01-01T00:00:0${count}.000Z`;

function opened(): Records {
  const records = new Records();
  records.add({ kind: 'accepted', at: 0, request });
  return records;
}

test('each stage that an environment reaches gets its time', () => {
  const records = opened();
  const common = { pass: 1, requests: [request] };
  records.add({ kind: 'fetched', at: 1000, environments: ['a', 'b'], ref: 'main', commit, ...common });
  const outcome = { state: 'published', commit, files: 1, skipped: 0 } as const;
  records.add({ kind: 'environment', at: 2000, environment: 'a', outcome, ...common });
  assert.deepEqual(records.get('r')?.environments, [
    { name: 'a', state: 'published', received: second(0), fetched: second(1), commit, published: second(2) },
    { name: 'b', state: 'fetched', received: second(0), fetched: second(1), commit },
  ]);
});

test('a failure is told with its reason, and forgotten when a later pass succeeds', () => {
  const records = opened();
  const common = { pass: 1, environment: 'a', requests: [request] } as const;
  records.add({ kind: 'environment', at: 1000, outcome: { state: 'failed', why: 'w' }, ...common });
  assert.deepEqual(records.get('r')?.environments[0]?.errors, [
    { code: 'sync-failed', message: 'Cannot publish a: w' },
  ]);
  records.add({ kind: 'environment', at: 2000, outcome: { state: 'unchanged', commit }, ...common });
  assert.equal(records.get('r')?.environments[0]?.errors, undefined);
});

test('passes that a request did not ask for do not touch its record', () => {
  const records = opened();
  const outcome = { state: 'unchanged', commit } as const;
  records.add({ kind: 'environment', at: 1, pass: 1, environment: 'a', outcome, requests: [] });
  assert.equal(records.get('r')?.environments[0]?.state, 'waiting');
});

test('only the newest 1,000 are kept', () => {
  const records = new Records();
  const ids = Array.from({ length: 1001 }, (_, index) => String(index));
  for (const id of ids) records.add({ kind: 'accepted', at: 0, request: { ...request, id } });
  assert.deepEqual(
    ['0', '1', '1000'].map((id) => records.get(id) !== undefined),
    [false, true, true],
  );
});

test('a flood of webhooks makes nothing of a person forgotten', () => {
  const records = opened();
  const ids = Array.from({ length: 1001 }, (_, index) => String(index));
  for (const id of ids) records.add({ kind: 'accepted', at: 0, request: { ...request, id, provider: 'github' } });
  assert.equal(records.get('r')?.id, 'r');
});
