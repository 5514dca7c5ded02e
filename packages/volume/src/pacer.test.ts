import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pacer } from './pacer.ts';

/** Keeps this process busy for longer than a slice. */
function work(): void {
  const end = performance.now() + 6;
  while (performance.now() < end);
}

test('those who rested together share one slice: when the first has used it up, it is due for the others', async () => {
  const pacer = new Pacer();
  const seen: boolean[] = [];
  const worker = async (): Promise<void> => {
    await pacer.rest();
    seen.push(pacer.due);
    work();
  };
  await Promise.all([worker(), worker(), worker()]);
  assert.deepEqual(seen.slice(1), [true, true]);
});

test('a rest starts a new slice', async () => {
  const pacer = new Pacer();
  work();
  assert.equal(pacer.due, true);
  // One rest would do on a machine that is never taken away between two lines.
  for (let rests = 0; rests < 100 && pacer.due; rests += 1) await pacer.rest();
  assert.equal(pacer.due, false);
});

test('an event that was waiting has its turn during a rest', async () => {
  let ran = false;
  setImmediate(() => (ran = true));
  await new Pacer().rest();
  assert.equal(ran, true);
});

test('a rest rejects with the reason of a signal that is aborted during it', async () => {
  const controller = new AbortController();
  const reason = new Error('ended');
  const resting = new Pacer(controller.signal).rest();
  controller.abort(reason);
  await assert.rejects(resting, reason);
});
