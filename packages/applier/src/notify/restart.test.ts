import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { ApplierEvent } from '../events.ts';
import { degrades, fails, heals, KeptConfigMap, NotifyWorld } from './fixtures/notifyWorld.ts';

const minute = 60_000;
const standby: ApplierEvent = {
  kind: 'standby',
  environment: 'shop',
  at: 0,
  error: { code: 'not-leading', message: 'other/1#x holds it' },
};

test('what was told before a restart is not told again', async () => {
  const kept = new KeptConfigMap();
  await using before = new NotifyWorld({ kept });
  await before.record(...fails());
  await using world = new NotifyWorld({ kept });
  await world.record(...fails());
  assert.deepEqual(world.told, []);
});

test('what came after a restart is told, with when it began', async () => {
  const [kept, clock] = [new KeptConfigMap(), new FakeClock()];
  await using before = new NotifyWorld({ kept, clock });
  await before.record(...fails());
  await clock.advance(5 * minute);
  await using world = new NotifyWorld({ kept, clock });
  await world.record(...degrades());
  await world.record(...heals());
  assert.deepEqual(world.told, ['shop degraded', 'shop recovered']);
  const [first] = before.tries;
  assert.equal(world.tries[0]?.since, first?.since);
  assert.partialDeepStrictEqual(world.tries[1]?.recovered, { from: 'degraded', since: first?.since, seconds: 300 });
});

test('what could not be told before a restart is told after it', async () => {
  const kept = new KeptConfigMap();
  await using before = new NotifyWorld({ kept });
  before.answer = () => ({ kind: 'failed', why: 'silent' });
  await before.record(...fails());
  await using world = new NotifyWorld({ kept });
  await world.record(...fails());
  assert.deepEqual(world.told, ['shop failed']);
});

test('that somebody was told is written before anything else is told', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  assert.deepEqual(world.kept.requests, ['GET', 'PATCH']);
  assert.deepEqual(Object.keys(world.kept.data ?? {}), ['pager.shop']);
});

test('while all is well nothing is written', async () => {
  await using world = new NotifyWorld();
  await world.record(...heals());
  await world.record(...heals('r3'));
  assert.deepEqual(world.kept.requests, ['GET']);
});

test('an applier without the lease tells nobody', async () => {
  await using world = new NotifyWorld();
  world.term = undefined;
  await world.record(...fails());
  await world.clock.advance(60 * minute);
  assert.deepEqual(world.tries, []);
});

test('what an applier saw before it lost the lease is left to its successor', async () => {
  await using world = new NotifyWorld();
  world.answer = () => ({ kind: 'failed', why: 'silent' });
  await world.record(...fails());
  await world.record(standby);
  await world.clock.advance(60 * minute);
  assert.equal(world.tries.length, 1);
});

test('an applier that gets the lease back reads what the other told meanwhile', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  await world.record(standby);
  // The other one told that it had recovered.
  world.kept.data = {};
  world.term = 2;
  await world.record(...fails('r2'));
  assert.deepEqual(world.told, ['shop failed', 'shop failed']);
});

test('nothing is told before it is known what was told', async () => {
  await using world = new NotifyWorld();
  world.kept.failing = true;
  await world.record(...fails());
  assert.deepEqual(world.tries, []);
  assert.match(world.keeping[0] ?? '', /^Cannot read what was told: /);
  world.kept.failing = false;
  await world.clock.advance(minute);
  assert.deepEqual(world.told, ['shop failed']);
});

test('what cannot be written now is written later, and meanwhile not told again', async () => {
  await using world = new NotifyWorld();
  await world.record(...heals());
  world.kept.failing = true;
  await world.record(...fails('r3'));
  assert.match(world.keeping.at(-1) ?? '', /^Cannot keep what was told: /);
  world.kept.failing = false;
  await world.clock.advance(minute);
  assert.deepEqual([world.told, Object.keys(world.kept.data ?? {})], [['shop failed'], ['pager.shop']]);
  assert.equal(world.keeping.at(-1), undefined);
});

test('what somebody wrote there by hand was never told', async () => {
  await using world = new NotifyWorld();
  world.kept.data = { 'pager.shop': '{"state":"failed","since":"yesterday","causes":null}', 'pager.other': '{' };
  await world.record(...fails());
  assert.deepEqual(world.told, ['shop failed']);
});
