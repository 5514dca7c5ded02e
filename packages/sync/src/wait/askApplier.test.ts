import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, one, waitWorld } from './fixtures/waitWorld.ts';

test('the applier is not asked when nobody waits', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  await world.clock.advance(10_000);
  assert.equal(world.asked, 0);
});

test('it is not asked for somebody who waits for a publication', async () => {
  using world = waitWorld();
  const request = world.request('r', ['a', 'b']);
  void world.wait('r', 'published');
  world.published(request);
  await world.clock.advance(10_000);
  assert.equal(world.asked, 0);
});

test('it is not asked before there is a publication', async () => {
  using world = waitWorld();
  world.request('r');
  void world.wait('r', 'applied');
  await world.clock.advance(10_000);
  assert.equal(world.asked, 0);
});

test('it is asked every 100 ms at first, and every second later', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  void world.wait('r', 'applied');
  await world.clock.advance(300);
  const soon = world.asked;
  await world.clock.advance(20_000);
  const before = world.asked;
  await world.clock.advance(10_000);
  assert.deepEqual([soon >= 3, world.asked - before], [true, 10]);
});

test('however many wait, it is asked once at a time', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  let running = 0;
  let most = 0;
  world.applier = async () => {
    most = Math.max(most, ++running);
    await world.clock.sleep(50);
    running -= 1;
    return [];
  };
  for (let count = 0; count < 50; count += 1) void world.wait('r', 'applied');
  await world.clock.advance(2000);
  assert.equal(most, 1);
});

test('it is asked no more once the last one who waited has gone', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  const waiting = world.wait('r', 'applied', { timeout: 1000 });
  await world.clock.advance(1000);
  await waiting;
  const before = world.asked;
  await world.clock.advance(10_000);
  assert.equal(world.asked, before);
});

test('an applier that does not answer is asked on, and its reason is kept', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  world.applier = () => Promise.reject(new Error('nothing listens there'));
  const waiting = world.wait('r', 'applied');
  await world.clock.advance(2000);
  assert.equal(world.waits.silence, 'nothing listens there');
  world.applier = async () => [applied(one)];
  await world.clock.advance(2000);
  assert.deepEqual([await waiting, world.waits.silence], ['reached', undefined]);
});

test('a look asks once', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  await world.waits.look('r');
  await world.clock.advance(10_000);
  assert.equal(world.asked, 1);
});

test('a look at a silent applier ends after a second', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  world.applier = () => new Promise(() => {});
  const looking = world.waits.look('r');
  await world.clock.advance(1000);
  await looking;
  assert.equal(world.asked, 1);
});
