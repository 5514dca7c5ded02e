import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { Trigger } from '../trigger.ts';
import { lookAgain } from './lookAgain.ts';

const trigger: Trigger = { cause: 'search', refs: [], listed: ['main'], forced: false, requests: [] };

function world() {
  const clock = new FakeClock(0);
  const posted: Trigger[] = [];
  const stop = new AbortController();
  return { clock, posted, stop, search: lookAgain(clock, (one) => posted.push(one), stop.signal) };
}

test('the trigger is posted when its time has come, once', async () => {
  const { clock, posted, search } = world();
  search.ask(200, trigger);
  await clock.advance(199);
  assert.deepEqual(posted, []);
  await clock.advance(10_000);
  assert.deepEqual(posted, [trigger]);
});

test('what is asked for later takes the place of what was asked for before', async () => {
  const { clock, posted, search } = world();
  search.ask(200, { ...trigger, listed: ['old'] });
  search.ask(500, trigger);
  await clock.advance(10_000);
  assert.deepEqual(posted, [trigger]);
});

test('nothing is posted when the search ended, or the program', async () => {
  const { clock, posted, stop, search } = world();
  search.ask(200, trigger);
  search.ask(undefined);
  await clock.advance(1000);
  search.ask(200, trigger);
  stop.abort();
  search.ask(200, trigger);
  await clock.advance(1000);
  assert.deepEqual([posted, clock.sleepers], [[], 0]);
});
