import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import { Announcements } from './announcements.ts';
import type { CommitStatus } from './commitStatus.ts';

const at = '2026-01-01T00:00:00.000Z';
const isNew = { isNew: true };

function says(state: string, commit: string): AppliedEnvironment[] {
  const facts = state === 'healthy' ? { healthy: { commit, at } } : {};
  return [{ name: 'a', state, published: { commit }, errors: [], ...facts }];
}

function told(statuses: readonly CommitStatus[]): string[] {
  return statuses.map(({ commit, state, description }) => `${commit} ${state}: ${description}`);
}

const waits = (): boolean => true;

test('a new commit is pending, and healthy is its end', () => {
  const announcements = new Announcements();
  assert.deepEqual(told(announcements.published('a', 'c1', isNew)), ['c1 pending: Published, being applied']);
  assert.equal(announcements.open, true);
  assert.deepEqual(told(announcements.look(says('running', 'c1'), waits)), []);
  assert.deepEqual(told(announcements.look(says('healthy', 'c1'), waits)), ['c1 success: Applied and healthy']);
  assert.equal(announcements.open, false);
});

test('the same word is not told twice', () => {
  const announcements = new Announcements();
  announcements.published('a', 'c1', isNew);
  assert.deepEqual(announcements.published('a', 'c1', isNew), []);
  assert.equal(announcements.look(says('failed', 'c1'), waits).length, 1);
  assert.deepEqual(announcements.look(says('failed', 'c1'), waits), []);
});

test('a failure becomes success when the applier tries again, and no run in between takes it back', () => {
  const announcements = new Announcements();
  announcements.published('a', 'c1', isNew);
  announcements.look(says('failed', 'c1'), waits);
  assert.deepEqual(announcements.look(says('running', 'c1'), waits), []);
  assert.deepEqual(told(announcements.look(says('healthy', 'c1'), waits)), ['c1 success: Applied and healthy']);
});

test('success is the last word: what happens to the cluster later is not about the commit', () => {
  const announcements = new Announcements();
  announcements.published('a', 'c1', isNew);
  announcements.look(says('healthy', 'c1'), waits);
  assert.deepEqual(announcements.look(says('degraded', 'c1'), waits), []);
});

test('commits whose place a newer one took while they were pending share its fate', () => {
  const announcements = new Announcements();
  for (const commit of ['c1', 'c2', 'c3']) announcements.published('a', commit, isNew);
  assert.deepEqual(told(announcements.look(says('degraded', 'c3'), waits)), [
    'c3 failure: Applied, but not healthy',
    'c1 failure: Superseded by c3',
    'c2 failure: Superseded by c3',
  ]);
  assert.deepEqual(told(announcements.look(says('healthy', 'c3'), waits)), [
    'c3 success: Applied and healthy',
    'c1 success: Applied with c3',
    'c2 success: Applied with c3',
  ]);
});

test('a commit that had its last word is left alone by the next one', () => {
  const announcements = new Announcements();
  announcements.published('a', 'c1', isNew);
  announcements.look(says('failed', 'c1'), waits);
  announcements.published('a', 'c2', isNew);
  assert.deepEqual(told(announcements.look(says('healthy', 'c2'), waits)), ['c2 success: Applied and healthy']);
});

test('only the last 20 superseded commits are remembered', () => {
  const announcements = new Announcements();
  for (let index = 0; index < 30; index += 1) announcements.published('a', `c${index}`, isNew);
  assert.equal(announcements.look(says('healthy', 'c29'), waits).length, 21);
});

test('after a restart the head gets its end again, and is not made pending', () => {
  const announcements = new Announcements();
  assert.deepEqual(announcements.published('a', 'c1', { isNew: false }), []);
  assert.equal(announcements.open, true);
  assert.deepEqual(told(announcements.look(says('healthy', 'c1'), waits)), ['c1 success: Applied and healthy']);
});

test('an environment that is not configured any more is not waited for', () => {
  const announcements = new Announcements();
  announcements.published('a', 'c1', isNew);
  announcements.removed('a');
  assert.equal(announcements.open, false);
});
