import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId, treeId } from '@couplet/volume';
import type { HistoryEntry } from './history.ts';
import { retain } from './retain.ts';

function entries(environment: string, count: number, at: (index: number) => number): HistoryEntry[] {
  const id = '1'.repeat(40);
  return Array.from({ length: count }, (_, index) => ({
    environment,
    commit: commitId(id),
    tree: treeId(id),
    at: at(index),
  }));
}

const minute = 60_000;

test('the last 20 stay, however old', () => {
  assert.deepEqual(
    retain(
      entries('a', 25, (index) => index),
      1e12,
    ).map(({ at }) => at),
    Array.from({ length: 20 }, (_, index) => index + 5),
  );
});

test('more than 20 stay while they are younger than 10 minutes', () => {
  assert.equal(
    retain(
      entries('a', 100, () => 0),
      10 * minute - 1,
    ).length,
    100,
  );
  assert.equal(
    retain(
      entries('a', 100, () => 0),
      10 * minute,
    ).length,
    20,
  );
});

test('each environment has its own 20', () => {
  const mixed = [...entries('a', 25, () => 0), ...entries('b', 5, () => 0)];
  assert.equal(retain(mixed, 1e12).length, 25);
});
