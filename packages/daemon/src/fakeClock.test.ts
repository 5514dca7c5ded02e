import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './fakeClock.ts';

test('sleepers wake in the order of their time, each at its own instant', async () => {
  const clock = new FakeClock(0);
  const woken: string[] = [];
  const sleeper = async (ms: number): Promise<void> => {
    await clock.sleep(ms);
    woken.push(`${ms} at ${clock.now()}`);
  };
  void Promise.all([sleeper(300), sleeper(100), sleeper(200)]);
  await clock.advance(250);
  assert.deepEqual(woken, ['100 at 100', '200 at 200']);
});

test('sleepers of the same instant wake in the order in which they fell asleep', async () => {
  const clock = new FakeClock(0);
  const woken: number[] = [];
  for (const n of [1, 2, 3]) void clock.sleep(10).then(() => woken.push(n));
  await clock.advance(10);
  assert.deepEqual(woken, [1, 2, 3]);
});

test('a sleeper that sleeps again within the advance wakes again', async () => {
  const clock = new FakeClock(0);
  let turns = 0;
  void (async () => {
    for (;;) {
      await clock.sleep(100);
      turns += 1;
    }
  })();
  await clock.advance(1_000);
  assert.equal(turns, 10);
});

test('time ends where the advance ends', async () => {
  const clock = new FakeClock(5);
  void clock.sleep(3);
  await clock.advance(10);
  assert.equal(clock.now(), 15);
});

test('an abort ends a sleep with its reason and forgets the sleeper', async () => {
  const clock = new FakeClock(0);
  const controller = new AbortController();
  const reason = new Error('stop');
  const slept = clock.sleep(10, controller.signal);
  controller.abort(reason);
  await assert.rejects(slept, reason);
  assert.equal(clock.sleepers, 0);
});

test('a sleep under an aborted signal does not begin', async () => {
  const reason = new Error('stopped before');
  await assert.rejects(new FakeClock().sleep(10, AbortSignal.abort(reason)), reason);
});

test('untilSleeping waits for as many sleepers as asked', async () => {
  const clock = new FakeClock(0);
  const order: string[] = [];
  const resting = clock.untilSleeping(2).then(() => order.push('rested'));
  void clock.sleep(1);
  await clock.advance(0);
  order.push('second falls asleep');
  void clock.sleep(2);
  await resting;
  assert.deepEqual(order, ['second falls asleep', 'rested']);
});
