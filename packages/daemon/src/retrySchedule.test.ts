import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from './backoff.ts';
import { FakeClock } from './fakeClock.ts';
import { RetryLater, WaitForChange } from './retryPolicy.ts';
import { RetrySchedule } from './retrySchedule.ts';

function schedule(): { clock: FakeClock; retries: RetrySchedule } {
  const clock = new FakeClock(0);
  return { clock, retries: new RetrySchedule(clock, backoff({ random: () => 1 })) };
}

test('nothing is due before a failure', () => {
  const { retries } = schedule();
  assert.equal(retries.at, undefined);
  assert.equal(retries.postWakes, true);
});

test('delays grow with each failure whose time had come', async () => {
  const { clock, retries } = schedule();
  assert.equal(retries.failed(new Error('1')), 1_000);
  await clock.advance(1_000);
  retries.started();
  assert.equal(retries.failed(new Error('2')), 2_000);
});

test('a post may cut a delay short once', async () => {
  const { clock, retries } = schedule();
  retries.failed(new Error('1'));
  assert.equal(retries.postWakes, true);
  await clock.advance(300);
  retries.started();
  assert.equal(retries.failed(new Error('early')), 700, 'the time of the retry stays');
  assert.equal(retries.postWakes, false);
});

test('when the time of the retry comes, a post may cut the next delay short', async () => {
  const { clock, retries } = schedule();
  retries.failed(new Error('1'));
  retries.started();
  retries.failed(new Error('early'));
  await clock.advance(1_000);
  retries.started();
  assert.equal(retries.failed(new Error('2')), 2_000);
  assert.equal(retries.postWakes, true);
});

test('an early try that ends after the time of the retry draws a new delay', async () => {
  const { clock, retries } = schedule();
  retries.failed(new Error('1'));
  retries.started();
  await clock.advance(5_000);
  assert.equal(retries.failed(new Error('slow')), 2_000);
  assert.equal(retries.postWakes, true);
});

test('success forgets the failures', () => {
  const { retries } = schedule();
  retries.failed(new Error('1'));
  retries.succeeded();
  assert.equal(retries.at, undefined);
  assert.equal(retries.failed(new Error('2')), 1_000);
});

test('what waits for a change is not retried', () => {
  const { retries } = schedule();
  assert.equal(retries.failed(new WaitForChange('broken')), undefined);
  assert.equal(retries.at, undefined);
  assert.equal(retries.postWakes, true);
});

for (const { named, waits } of [
  { named: 5_000, waits: 5_000 },
  { named: 0, waits: 100 },
  { named: -1, waits: 100 },
  { named: 365 * 86_400_000, waits: 3_600_000 },
]) {
  test(`a server that names ${named} ms is asked again after ${waits} ms`, () => {
    assert.equal(schedule().retries.failed(new RetryLater('busy', { after: named })), waits);
  });
}

test('an early try does not bring forward the time that a server names', () => {
  const { retries } = schedule();
  retries.failed(new Error('1'));
  retries.started();
  assert.equal(retries.failed(new RetryLater('busy', { after: 30_000 })), 30_000);
});

test('a clock that is set back does not put off the retry', async () => {
  const { clock, retries } = schedule();
  await clock.advance(10_000);
  retries.failed(new Error('1'));
  retries.clockSetBack(9_000);
  assert.equal(retries.at, 2_000);
});
