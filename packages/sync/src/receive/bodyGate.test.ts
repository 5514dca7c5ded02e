import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { BodyGate } from './bodyGate.ts';

function gate(t: TestContext, more: { waiting?: number } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const log: string[] = [];
  const bodies = new BodyGate({ most: 2, waiting: 10, turn: 1000, now: () => Date.now(), ...more });
  const enter = (name: string): (() => void) =>
    bodies.enter(
      () => log.push(`${name} begins`),
      () => log.push(`${name} is shown out`),
    );
  return { log, enter, tick: (ms: number) => t.mock.timers.tick(ms) };
}

test('as many as may be received at once begin at once', (t) => {
  const { log, enter } = gate(t);
  for (const name of ['a', 'b', 'c']) enter(name);
  assert.deepEqual(log, ['a begins', 'b begins']);
});

test('the next begins when one is there', (t) => {
  const { log, enter } = gate(t);
  const leave = enter('a');
  for (const name of ['b', 'c', 'd']) enter(name);
  leave();
  assert.deepEqual(log, ['a begins', 'b begins', 'c begins']);
});

test('whoever takes longer than a turn is shown out for those who wait', (t) => {
  const { log, enter, tick } = gate(t);
  for (const name of ['a', 'b', 'c']) enter(name);
  tick(1000);
  assert.deepEqual(log, ['a begins', 'b begins', 'a is shown out', 'b is shown out', 'c begins']);
});

test('nobody is shown out while nobody waits', (t) => {
  const { log, enter, tick } = gate(t);
  enter('a');
  tick(60_000);
  assert.deepEqual(log, ['a begins']);
});

test('one that went away while it waited never begins', (t) => {
  const { log, enter } = gate(t);
  const leave = enter('a');
  enter('b');
  const leaveWaiting = enter('c');
  enter('d');
  leaveWaiting();
  leave();
  assert.deepEqual(log, ['a begins', 'b begins', 'd begins']);
});

test('to leave twice frees one place only', (t) => {
  const { log, enter } = gate(t);
  const leave = enter('a');
  for (const name of ['b', 'c', 'd']) enter(name);
  leave();
  leave();
  assert.deepEqual(log, ['a begins', 'b begins', 'c begins']);
});

test('of too many that wait the first is shown out', (t) => {
  const { log, enter } = gate(t, { waiting: 1 });
  for (const name of ['a', 'b', 'c', 'd']) enter(name);
  assert.deepEqual(log, ['a begins', 'b begins', 'c is shown out']);
});

test('a turn counts from when a body begins, not from when it came', (t) => {
  const { log, enter, tick } = gate(t);
  const leave = enter('a');
  for (const name of ['b', 'c', 'd']) enter(name);
  tick(500);
  tick(100);
  leave();
  tick(500);
  assert.deepEqual(log.slice(2), ['c begins', 'b is shown out', 'd begins']);
});

test('after a while without anybody who waits, turns count again', (t) => {
  const { log, enter, tick } = gate(t);
  const leave = enter('a');
  for (const name of ['b', 'c']) enter(name);
  leave();
  enter('d');
  tick(1000);
  assert.deepEqual(log.slice(2), ['c begins', 'b is shown out', 'c is shown out', 'd begins']);
});
