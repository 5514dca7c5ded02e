import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId } from '@couplet/volume';
import type { SyncEvent } from '../events.ts';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import type { EnvironmentRecord } from '../requestRecord.ts';
import type { SyncRequest } from '../syncRequest.ts';
import { Records } from './records.ts';

const first = commitId('1'.repeat(40));
const second = commitId('2'.repeat(40));
const third = commitId('3'.repeat(40));
const wanted = new Map([['a', second]]);
const request: SyncRequest = { id: 'r', provider: 'bearer', receivedAt: 0, environments: ['a'], wanted };
const at = (seconds: number): string => `1970-01-01T00:00:0${seconds}.000Z`;

function published(commit: typeof first, requests: readonly SyncRequest[] = []): SyncEvent {
  const outcome = { state: 'published', commit, files: 1, skipped: 0 } as const;
  return { kind: 'environment', at: 1000, pass: 1, environment: 'a', outcome, requests };
}

function says(word: Partial<AppliedEnvironment>): SyncEvent {
  const environments = [{ name: 'a', state: 'running', errors: [], ...word }];
  return { kind: 'applier', at: 2000, requests: ['r'], environments };
}

/** The record after these events, of a request for which the second commit was published. */
function after(...events: readonly SyncEvent[]): EnvironmentRecord | undefined {
  const records = new Records();
  const before: SyncEvent[] = [published(first), { kind: 'accepted', at: 0, request }, published(second, [request])];
  for (const event of [...before, ...events]) records.add(event);
  return records.get('r')?.environments[0];
}

test('what was applied and is healthy gets the times of the applier', () => {
  const facts = { applied: { commit: second, at: at(3) }, healthy: { commit: second, at: at(4) } };
  const record = after(says({ state: 'healthy', published: { commit: second }, ...facts }));
  assert.deepEqual([record?.state, record?.applied, record?.healthy], ['healthy', at(3), at(4)]);
});

test('what the applier did with an older publication counts for nothing', () => {
  const facts = { applied: { commit: first, at: at(3) }, healthy: { commit: first, at: at(3) } };
  const record = after(says({ state: 'failed', published: { commit: first }, ...facts }));
  assert.deepEqual([record?.state, record?.applied, record?.errors], ['published', undefined, undefined]);
});

test('a newer publication that is applied counts for the one that it replaced', () => {
  const word = { state: 'applied', published: { commit: third }, applied: { commit: third, at: at(3) } };
  assert.equal(after(published(third), says(word))?.state, 'applied');
});

test('a replaced publication fails with the errors of the one that replaced it', () => {
  const errors = [{ code: 'invalid', message: 'Cannot apply', file: 'a.yaml', line: 3 }];
  const record = after(published(third), says({ state: 'failed', published: { commit: third }, errors }));
  assert.deepEqual([record?.state, record?.errors], ['failed', errors]);
});

test('a newer commit that fails takes nothing from one that was applied before it', () => {
  const facts = { published: { commit: third }, applied: { commit: second, at: at(3) } };
  assert.equal(after(published(third), says({ state: 'failed', ...facts }))?.state, 'applied');
});

test('a later run of the same commit that fails does', () => {
  const facts = { published: { commit: second }, applied: { commit: second, at: at(3) } };
  const record = after(says({ state: 'applied', ...facts }), says({ state: 'failed', ...facts }));
  assert.equal(record?.state, 'failed');
});

test('a failure is forgotten when its run is repeated', () => {
  const facts = { published: { commit: second } };
  const record = after(says({ state: 'failed', ...facts }), says({ state: 'running', ...facts }));
  assert.deepEqual([record?.state, record?.errors], ['published', undefined]);
});

test('the first time at which it was applied stays when a newer commit is applied', () => {
  const one = says({ state: 'applied', published: { commit: second }, applied: { commit: second, at: at(3) } });
  const two = says({ state: 'applied', published: { commit: third }, applied: { commit: third, at: at(5) } });
  assert.equal(after(one, published(third), two)?.applied, at(3));
});

const states: readonly [string, EnvironmentRecord['state'], string][] = [
  ['failed', 'failed', 'failed'],
  ['rolled-back', 'failed', 'rolled-back'],
  ['stalled', 'stalled', 'stalled'],
  ['suspended', 'stalled', 'suspended'],
  ['degraded', 'degraded', 'degraded'],
  ['held', 'held', 'held'],
];
for (const [state, own, code] of states) {
  test(`the applier's state ${state} is shown as ${own}, with a reason even when it gives none`, () => {
    const record = after(says({ state, published: { commit: second } }));
    assert.deepEqual([record?.state, record?.errors?.[0]?.code], [own, code]);
  });
}

test('other requests are left alone by an answer that was not asked for them', () => {
  const word = says({ state: 'applied', applied: { commit: second, at: at(3) } });
  assert.ok(word.kind === 'applier');
  assert.equal(after({ ...word, requests: ['other'] })?.applied, undefined);
});

const about = { at: 500, pass: 1, environment: 'a', wanted: second, request };

test('a commit that the server does not list yet is told, and what is published meanwhile is no answer', () => {
  const records = new Records();
  records.add({ kind: 'accepted', at: 0, request });
  records.add({ kind: 'sought', ...about, why: 'waiting for the server to list it' });
  records.add(published(first));
  assert.deepEqual(records.get('r')?.environments, [
    { name: 'a', state: 'waiting', received: at(0), wanted: second, note: 'waiting for the server to list it' },
  ]);
});

test('a commit that was given up is a failure, until a later pass finds it', () => {
  const records = new Records();
  records.add({ kind: 'accepted', at: 0, request });
  records.add({ kind: 'sought', ...about, why: 'waiting' });
  records.add({ kind: 'givenUp', ...about, why: 'Cannot find it' });
  const given = structuredClone(records.get('r')?.environments[0]);
  records.add(published(second, [request]));
  const found = records.get('r')?.environments[0];
  assert.deepEqual([given?.state, given?.note, given?.errors?.[0]?.code], ['stalled', undefined, 'commit-not-listed']);
  assert.deepEqual([found?.state, found?.errors], ['published', undefined]);
});

test('an environment that is removed from the configuration ends what was asked of it', () => {
  const records = new Records();
  records.add({ kind: 'accepted', at: 0, request });
  records.add({ kind: 'removed', at: 1, environment: 'a' });
  assert.deepEqual(records.get('r')?.environments[0]?.errors, [
    { code: 'sync-stalled', message: 'Cannot publish a: it is not configured any more' },
  ]);
});
