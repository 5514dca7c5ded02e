import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inParallel } from './inParallel.ts';

test('at most the limit runs at once, and everything runs', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  assert.deepEqual([most, done.toSorted()], [3, [1, 2, 3, 4, 5, 6, 7]]);
});

test('after an error nothing new starts, what runs ends, and the error is thrown', async () => {
  const events: string[] = [];
  const slow = Promise.withResolvers<void>();
  const all = inParallel([1, 2, 3], 2, async (item) => {
    events.push(`start ${item}`);
    if (item === 1) {
      slow.resolve();
      throw new Error('first');
    }
    await slow.promise;
    events.push(`end ${item}`);
  });
  await assert.rejects(all, /first/);
  assert.deepEqual(events, ['start 1', 'start 2', 'end 2']);
});

test('what is done at once costs no turn of the loop', async () => {
  const done: number[] = [];
  const all = inParallel([1, 2, 3], 2, (item) => void done.push(item));
  assert.deepEqual(done, [1, 2, 3]);
  await all;
});

test('an error that is thrown at once is thrown', async () => {
  await assert.rejects(
    inParallel([1, 2], 2, () => {
      throw new Error('at once');
    }),
    /at once/,
  );
});
