import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from './clock.ts';

test('a sleep ends no earlier than asked', async () => {
  const start = performance.now();
  await systemClock.sleep(20);
  assert.ok(performance.now() - start >= 19);
});

test('an abort ends a sleep with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  const slept = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await assert.rejects(slept, reason);
});

test('a sleep under an aborted signal does not begin', async () => {
  const reason = new Error('stopped before');
  await assert.rejects(systemClock.sleep(60_000, AbortSignal.abort(reason)), reason);
});

test('a sleep beyond the longest timer of Node does not end at once', async () => {
  const controller = new AbortController();
  const slept = systemClock.sleep(2 ** 31, controller.signal);
  await systemClock.sleep(20);
  controller.abort(new Error('still asleep'));
  await assert.rejects(slept, /still asleep/);
});

test('the time is the time of the epoch in milliseconds', () => {
  const before = Date.now();
  assert.ok(systemClock.now() - before < 60_000 && systemClock.now() >= before);
});
