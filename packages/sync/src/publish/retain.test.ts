import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId, treeId } from '@couplet/volume';
import type { HistoryEntry } from './history.ts';
import { retain } from './retain.ts';

function entries(environment: string, count: number, at: (index: number) => number): HistoryEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    environment,
    commit: commitId('1'.repeat(40)),
    tree: treeId(String(index).padStart(40, '0')),
    at: at(index),
  }));
}

const minute = 60_000;
const none = new Set<never>();
const old = entries('a', 25, (index) => index);
const times = (kept: readonly HistoryEntry[]): number[] => kept.map(({ at }) => at);

test('the last 20 stay, however old', () => {
  const last = Array.from({ length: 20 }, (_, index) => index + 5);
  assert.deepEqual(times(retain(old, { now: 1e12, named: none })), last);
});

test('more than 20 stay while they are younger than 10 minutes', () => {
  const young = entries('a', 100, () => 0);
  assert.equal(retain(young, { now: 10 * minute - 1, named: none }).length, 100);
  assert.equal(retain(young, { now: 10 * minute, named: none }).length, 20);
});

test('each environment has its own 20', () => {
  const mixed = [...entries('a', 25, () => 0), ...entries('b', 5, () => 0)];
  assert.equal(retain(mixed, { now: 1e12, named: none }).length, 25);
});

test('what the applier names stays, however old, and in its place', () => {
  const named = new Set(old.filter(({ at }) => at === 2).map(({ tree }) => tree));
  assert.deepEqual(times(retain(old, { now: 1e12, named })).slice(0, 2), [2, 5]);
});

test('while the applier has not said what it uses, the last 200 stay', () => {
  const many = entries('a', 225, (index) => index);
  const kept = times(retain(many, { now: 1e12, named: undefined }));
  assert.deepEqual([kept.length, kept[0]], [200, 25]);
});
