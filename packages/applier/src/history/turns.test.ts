import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { Turns } from './turns.ts';

/** Turns whose times are written down, in milliseconds since the start; `fail` decides what becomes of the next. */
function world() {
  const clock = new FakeClock(0);
  const times: number[] = [];
  const state = { fail: false };
  const turns = new Turns({
    clock,
    onTurn: () => {},
    async turn() {
      times.push(clock.now());
      if (state.fail) throw new Error('no');
    },
  });
  return { clock, times, state, turns };
}

test('all who ask share the earliest turn', async () => {
  const { clock, times, turns } = world();
  turns.within(60_000);
  turns.within(1_000);
  turns.within(5_000);
  await clock.untilSleeping();
  await clock.advance(100_000);
  assert.deepEqual(times, [1_000]);
});

test('whoever asks for an earlier turn is not kept waiting by the one that is due', async () => {
  const { clock, times, turns } = world();
  turns.within(60_000);
  await clock.untilSleeping();
  turns.within(10);
  await clock.untilSleeping();
  await clock.advance(10);
  assert.deepEqual(times, [10]);
});

test('a turn that fails is made again, with longer and longer pauses of 30 s at most', async () => {
  const { clock, times, state, turns } = world();
  state.fail = true;
  turns.within(0);
  await clock.untilSleeping();
  await clock.advance(130_000);
  assert.deepEqual(times, [0, 1_000, 3_000, 7_000, 15_000, 31_000, 61_000, 91_000, 121_000]);
});

test('after a turn that went well the pauses begin anew', async () => {
  const { clock, times, state, turns } = world();
  state.fail = true;
  turns.within(0);
  await clock.untilSleeping();
  await clock.advance(1_000);
  state.fail = false;
  await clock.advance(2_000);
  assert.equal(turns.isFailing, false);
  turns.within(0);
  await turns.close(1_000);
  assert.deepEqual(times, [0, 1_000, 3_000, 3_000]);
});

test('asking while it fails does not shorten the pause', async () => {
  const { clock, times, state, turns } = world();
  state.fail = true;
  turns.within(0);
  await clock.untilSleeping();
  turns.within(0);
  await clock.advance(999);
  assert.deepEqual(times, [0]);
});

test('the end makes the turn that is due at once, and no other', async () => {
  const { clock, times, turns } = world();
  turns.within(60_000);
  await clock.untilSleeping();
  await turns.close(1_000);
  turns.within(0);
  assert.deepEqual(times, [0]);
});

test('the end does not wait for a turn that hangs', async () => {
  const turns = new Turns({
    clock: new FakeClock(0),
    onTurn: () => {},
    turn: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  turns.within(0);
  await turns.close(20);
});
