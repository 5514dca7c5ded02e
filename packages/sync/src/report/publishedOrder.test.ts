import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PublishedOrder } from './publishedOrder.ts';

function published(...commits: readonly string[]): PublishedOrder {
  const order = new PublishedOrder();
  for (const commit of commits) order.add('a', commit);
  return order;
}

test('a commit is at least itself and what was published before it, not what came after', () => {
  const order = published('1', '2');
  const at = (commit: string, other: string): boolean => order.isAtLeast('a', commit, other);
  assert.deepEqual([at('1', '1'), at('2', '1'), at('1', '2')], [true, true, false]);
});

test('a commit that is published again counts from then on', () => {
  assert.equal(published('1', '2', '1').isAtLeast('a', '1', '2'), true);
});

test('what was never published, or elsewhere, is at least nothing', () => {
  const order = published('1');
  const answers = [
    order.isAtLeast('a', '2', '1'),
    order.isAtLeast('b', '1', '1'),
    order.isAtLeast('a', undefined, '1'),
  ];
  assert.deepEqual(answers, [false, false, false]);
});

test('of each environment the newest 1,000 are known', () => {
  const order = published(...Array.from({ length: 1001 }, (_, index) => String(index)));
  assert.deepEqual([order.isAtLeast('a', '0', '0'), order.isAtLeast('a', '1', '1')], [false, true]);
});
