import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId } from '@couplet/volume';
import type { Outcome, SyncEvent } from '../events.ts';
import { emptyStatus, foldStatus } from './status.ts';

const commit = commitId('1'.repeat(40));
const at = '1970-01-01T00:00:00.000Z';

function configured(...environments: string[]): SyncEvent {
  return { kind: 'configuration', at: 0, problems: [], environments };
}

function came(environment: string, outcome: Outcome): SyncEvent {
  return { kind: 'environment', at: 0, pass: 1, environment, outcome, requests: [] };
}

function after(...events: SyncEvent[]) {
  return events.reduce(foldStatus, emptyStatus);
}

test('a configured environment waits at first', () => {
  assert.deepEqual(after(configured('a')).environments, [{ name: 'a', state: 'waiting' }]);
});

test('a published environment names its commit', () => {
  const status = after(configured('a'), came('a', { state: 'published', commit, files: 1, skipped: 0 }));
  assert.deepEqual(status.environments, [{ name: 'a', state: 'published', commit, at, readAt: at }]);
});

test('a failure keeps the commit that was published, and ends with the next success', () => {
  const failed = [configured('a'), came('a', { state: 'unchanged', commit }), came('a', { state: 'failed', why: 'w' })];
  const error = { why: 'w', since: at, tries: 1 };
  assert.deepEqual(after(...failed).environments, [{ name: 'a', state: 'failed', at, error, readAt: at, commit }]);
  const healed = after(...failed, came('a', { state: 'unchanged', commit }));
  assert.deepEqual(healed.environments, [{ name: 'a', state: 'unchanged', commit, at, readAt: at }]);
});

test('failures in a row are counted from the first of them, and tell when git was read before', () => {
  const failed: Outcome = { state: 'failed', why: 'w' };
  const row = [came('a', { state: 'unchanged', commit }), came('a', failed), came('a', failed), came('a', failed)];
  const events = row.map((event, index) => ({ ...event, at: index * 1000 }));
  const [environment] = after(configured('a'), ...events).environments;
  const { readAt, error } = environment ?? {};
  const since = '1970-01-01T00:00:01.000Z';
  assert.deepEqual([readAt, error], [at, { why: 'w', since, tries: 3 }]);
});

test('a stalled environment says what to do and what is served meanwhile', () => {
  const status = after(configured('a'), came('a', { state: 'stalled', why: 'w', todo: 't', serving: commit }));
  const error = { why: 'w', todo: 't', since: at, tries: 1 };
  assert.deepEqual(status.environments, [{ name: 'a', state: 'stalled', at, error, commit }]);
});

test('a refused configuration is shown and changes no environment', () => {
  const refused: SyncEvent = { kind: 'configuration', at: 0, problems: ['p'], environments: [] };
  const status = after(configured('a'), refused);
  assert.deepEqual(status.configuration, { valid: false, problems: ['p'] });
  assert.deepEqual(status.environments, [{ name: 'a', state: 'waiting' }]);
});

test('a new configuration keeps what is known of environments that stay', () => {
  const status = after(configured('a', 'b'), came('b', { state: 'unchanged', commit }), configured('b', 'c'));
  assert.deepEqual(status.environments, [
    { name: 'b', state: 'unchanged', commit, at, readAt: at },
    { name: 'c', state: 'waiting' },
  ]);
});

test('the last pass is told', () => {
  const status = after({ kind: 'passEnded', at: 0, pass: 7, result: 'unchanged', seconds: 0.5 });
  assert.deepEqual(status.lastPass, { number: 7, at, result: 'unchanged', seconds: 0.5 });
});

const wanted = '2'.repeat(40);
const request = { id: 'r', provider: 'github', receivedAt: 0, environments: ['a'] };
const about = { at: 0, pass: 1, environment: 'a', wanted, request };
const sought: SyncEvent = { kind: 'sought', ...about, why: `waiting for the server to list ${wanted}` };
const noteOf = (...events: SyncEvent[]): string | undefined =>
  after(configured('a', 'b'), ...events).environments[0]?.note;
const published = came('a', { state: 'published', commit, files: 1, skipped: 0 });

test('a commit that is not listed yet is noted at its environment, whatever is published meanwhile', () => {
  assert.equal(noteOf(sought, published), `waiting for the server to list ${wanted}`);
  assert.equal(after(configured('a', 'b'), sought).environments[1]?.note, undefined);
});

test('the note ends when the commit is found', () => {
  assert.equal(noteOf(sought, { kind: 'found', environment: 'a', wanted }), undefined);
});

test('a commit that was given up is noted until something new is published', () => {
  const given: SyncEvent = { kind: 'givenUp', ...about, why: 'Cannot find it' };
  assert.equal(
    noteOf(sought, given, came('a', { state: 'unchanged', commit })),
    'given up: Cannot find it; polling goes on',
  );
  assert.equal(noteOf(sought, given, published), undefined);
});
