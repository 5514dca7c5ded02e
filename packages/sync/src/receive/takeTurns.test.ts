import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { takeTurns } from './takeTurns.ts';

/** The numbers of those who went on, of so many who came at once. */
function callers(count: number): number[] {
  const next = takeTurns(2);
  const gone: number[] = [];
  for (let number = 1; number <= count; number += 1) void next().then(() => gone.push(number));
  return gone;
}

test('as many as fit into a turn do not wait', async () => {
  const gone = callers(3);
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(gone, [1, 2]);
});

test('the others go on in their order, so many in each turn', async () => {
  const gone = callers(5);
  const seen: number[] = [];
  while (gone.length < 5) {
    await turn();
    seen.push(gone.length);
  }
  assert.deepEqual(gone, [1, 2, 3, 4, 5]);
  assert.ok(seen.length >= 2);
});

test('after a quiet turn nobody waits', async () => {
  const next = takeTurns(1);
  for (let round = 0; round < 3; round += 1) {
    let gone = false;
    void next().then(() => (gone = true));
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(gone, true);
    await turn();
    await turn();
  }
});
