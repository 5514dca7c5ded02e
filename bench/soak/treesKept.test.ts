import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retention } from '../../packages/sync/src/publish/retention.ts';
import { TreesKept } from './treesKept.ts';

const { youngerThan, lastOfEach, lastOfEachUnasked } = retention;
const sweepWithin = 30_000;
const lifetime = youngerThan + sweepWithin;
const treesOf = (push: number): string[] => [`root-${push}`, 'shared'];

/** Push n is published at n seconds. */
function pushAndPublish(kept: TreesKept, count: number): void {
  for (let push = 1; push <= count; push += 1) {
    kept.pushed(`commit-${push}`, treesOf(push));
    kept.published(`commit-${push}`, push * 1000);
  }
}

function world(count: number): TreesKept {
  const kept = new TreesKept(sweepWithin);
  kept.named([], 0);
  pushAndPublish(kept, count);
  return kept;
}

const treesFrom = (first: number, last: number): Set<string> =>
  new Set(Array.from({ length: last - first + 1 }, (_, index) => treesOf(first + index)).flat());

test('every tree may be there while it is younger than the retention and a sweep', () => {
  const found = world(100).find(treesFrom(1, 100), 1000 + lifetime - 1);
  assert.deepEqual(found, { there: 101, allowed: 101, due: 0, overdue: [] });
});

test('a tree that is there when its time has run out is overdue', () => {
  const found = world(100).find(treesFrom(1, 100), 2000 + lifetime);
  assert.deepEqual(found, { there: 101, allowed: 99, due: 2, overdue: ['root-1', 'root-2'] });
});

test('a tree that is gone when its time has run out was due, also at the next look', () => {
  const kept = world(100);
  kept.find(treesFrom(3, 100), 2000 + lifetime);
  const found = kept.find(treesFrom(4, 100), 3000 + lifetime);
  assert.deepEqual(found, { there: 98, allowed: 98, due: 3, overdue: [] });
});

test('a tree that was due, gone and is there again is overdue', () => {
  const kept = world(100);
  kept.find(treesFrom(3, 100), 2000 + lifetime);
  assert.deepEqual(kept.find(treesFrom(2, 100), 2000 + lifetime).overdue, ['root-2']);
});

test('a tree that was due, gone and is pushed again may be there', () => {
  const kept = world(100);
  kept.find(treesFrom(3, 100), 2000 + lifetime);
  kept.pushed('commit-again', treesOf(2));
  assert.deepEqual(kept.find(treesFrom(2, 100), 2000 + lifetime).overdue, []);
});

test('the last 20 publications stay, however old', () => {
  const found = world(100).find(treesFrom(1, 100), 1e9);
  assert.deepEqual([found.allowed, found.due], [lastOfEach + 1, 100 - lastOfEach]);
});

test('until the applier has named anything, the last 200 stay', () => {
  const kept = new TreesKept(sweepWithin);
  pushAndPublish(kept, 250);
  assert.equal(kept.find(treesFrom(1, 250), 1e9).due, 250 - lastOfEachUnasked);
});

test('what was pushed and not seen published may be there', () => {
  const kept = world(100);
  kept.pushed('commit-101', treesOf(101));
  assert.deepEqual(kept.find(treesFrom(81, 101), 1e9).overdue, []);
});

test('what was published between two that were seen has run out with the later one', () => {
  const kept = new TreesKept(sweepWithin);
  kept.named([], 0);
  kept.pushed('unseen', ['root-unseen']);
  pushAndPublish(kept, 100);
  const there = treesFrom(2, 100).add('root-unseen');
  assert.deepEqual(kept.find(there, 999 + lifetime).overdue, []);
  assert.deepEqual(kept.find(there, 1000 + lifetime).overdue, ['root-unseen']);
});

test('what the applier names may be there however old, until it names another', () => {
  const kept = world(100);
  const there = treesFrom(81, 100).add('root-1');
  kept.named(['root-1'], 1e9);
  assert.deepEqual(kept.find(there, 1e9).overdue, []);
  kept.named(['root-100'], 1e9 + sweepWithin);
  assert.deepEqual(kept.find(there, 1e9 + sweepWithin).overdue, []);
  kept.named(['root-100'], 1e9 + sweepWithin + 1);
  assert.deepEqual(kept.find(there, 1e9 + sweepWithin + 1).overdue, ['root-1']);
});

test('while the applier does not answer, what it named last may be there', () => {
  const kept = world(100);
  kept.named(['root-1'], 200_000);
  assert.deepEqual(kept.find(treesFrom(81, 100).add('root-1'), 1e9).overdue, []);
});

test('a tree that nobody pushed is overdue at once', () => {
  assert.deepEqual(world(1).find(new Set(['root-1', 'stray']), 1000).overdue, ['stray']);
});

test('a publication that is seen twice counts once', () => {
  const kept = world(3);
  kept.published('commit-3', 3000);
  kept.published('commit-2', 4000);
  assert.equal(kept.publications, 3);
});
