import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FightGuard } from './fightGuard.ts';

const minute = 60_000;

function corrected(times: number, every = 1000): { guard: FightGuard; now: number } {
  const guard = new FightGuard();
  for (let time = 1; time <= times; time += 1) guard.corrected('a', 'd', time * every);
  return { guard, now: times * every };
}

test('five corrections within a minute are no fight', () => {
  const { guard, now } = corrected(5);
  assert.equal(guard.restsUntil('a', 'd', now), undefined);
});

test('after the sixth the object rests for 30 s', () => {
  const { guard, now } = corrected(6);
  assert.equal(guard.restsUntil('a', 'd', now), now + 30_000);
  assert.equal(guard.restsUntil('a', 'd', now + 30_000), undefined);
});

test('six corrections that take longer than a minute are no fight', () => {
  const { guard, now } = corrected(6, 12_001);
  assert.equal(guard.restsUntil('a', 'd', now), undefined);
});

test('another object does not rest', () => {
  const { guard, now } = corrected(6);
  assert.equal(guard.restsUntil('b', 'd', now), undefined);
});

test('each further correction doubles the rest, up to ten minutes', () => {
  const guard = corrected(6).guard;
  let now = 6000;
  const rests: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    now = guard.restsUntil('a', 'd', now) ?? now;
    guard.corrected('a', 'd', now);
    rests.push((guard.restsUntil('a', 'd', now) ?? 0) - now);
  }
  assert.deepEqual(
    rests,
    [1, 2, 4, 8, 10, 10].map((minutes) => minutes * minute),
  );
});

test('another digest ends the rest', () => {
  const { guard, now } = corrected(6);
  assert.equal(guard.restsUntil('a', 'another', now), undefined);
});

test('a person ends every rest', () => {
  const { guard, now } = corrected(6);
  guard.forget();
  assert.deepEqual([...guard.resting(now)], []);
});

test('a fight is over when nobody came back for the next rest and a minute', () => {
  const { guard, now } = corrected(6);
  const quiet = now + 30_000 + minute + minute;
  assert.deepEqual([guard.fights('a', quiet), guard.fights('a', quiet + 1)], [true, false]);
  assert.equal(guard.quietAt('a', now), quiet + 1);
  guard.corrected('a', 'd', quiet + 1);
  assert.equal(guard.restsUntil('a', 'd', quiet + 1), undefined);
});

test('a correction that fails is tried again after 1 s, then 2 s, and so on, and is no fight', () => {
  const guard = new FightGuard();
  guard.failed('a', 'd', 0);
  assert.equal(guard.restsUntil('a', 'd', 0), 1000);
  guard.failed('a', 'd', 1000);
  assert.equal(guard.restsUntil('a', 'd', 1000), 3000);
  assert.equal(guard.fights('a', 1000), false);
});

test('a correction that succeeds at last ends the pauses', () => {
  const guard = new FightGuard();
  guard.failed('a', 'd', 0);
  guard.corrected('a', 'd', 1000);
  guard.failed('a', 'd', 1000);
  assert.equal(guard.restsUntil('a', 'd', 1000), 2000);
});

test('objects that keep quiet are forgotten', () => {
  const guard = new FightGuard();
  for (let index = 0; index < 1500; index += 1) guard.corrected(`a${index}`, 'd', 0);
  guard.corrected('late', 'd', 10 * minute);
  assert.deepEqual([guard.corrections('a0'), guard.corrections('late')], [0, 1]);
});
