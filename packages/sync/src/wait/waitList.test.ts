import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, one, two, waitWorld } from './fixtures/waitWorld.ts';

const failed = { state: 'failed', why: 'the server is away' } as const;

test('a wait ends with the publication', async () => {
  using world = waitWorld();
  const request = world.request('r');
  const waiting = world.wait('r', 'published');
  world.published(request);
  assert.equal(await waiting, 'reached');
});

test('the publication of another request is no answer', async () => {
  using world = waitWorld();
  world.request('r');
  const waiting = world.wait('r', 'published', { timeout: 1000 });
  world.published(world.request('other'));
  await world.clock.advance(1000);
  assert.equal(await waiting, 'timeout');
});

test('what is there already is answered at once', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  assert.equal(await world.wait('r', 'published'), 'reached');
});

test('a wait for several environments ends with the last', async () => {
  using world = waitWorld();
  const request = world.request('r', ['a', 'b']);
  const waiting = world.wait('r', 'published', { timeout: 1000 });
  world.published(request, 'a');
  await world.clock.advance(999);
  assert.equal(world.waits.size, 1);
  world.published(request, 'b');
  assert.equal(await waiting, 'reached');
});

test('the first environment that fails ends it', async () => {
  using world = waitWorld();
  const request = world.request('r', ['a', 'b']);
  const waiting = world.wait('r', 'applied');
  world.emit({ kind: 'environment', at: 0, pass: 1, environment: 'b', outcome: failed, requests: [request] });
  assert.equal(await waiting, 'failed');
});

test('a request of no environment fails at once, rather than look as if it were live', async () => {
  using world = waitWorld();
  world.request('r', []);
  assert.equal(await world.wait('r', 'published'), 'failed');
});

test('a wait for applied ends when the applier says so', async () => {
  using world = waitWorld();
  const request = world.request('r');
  const waiting = world.wait('r', 'applied');
  world.published(request);
  world.applier = async () => [applied(one)];
  await world.clock.advance(1000);
  assert.equal(await waiting, 'reached');
});

test('a wait for healthy goes on when it is applied, and ends when it is degraded', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  world.applier = async () => [applied(one)];
  const waiting = world.wait('r', 'healthy');
  await world.clock.advance(5000);
  assert.equal(world.waits.size, 1);
  world.applier = async () => [applied(one, 'a', { state: 'degraded' })];
  await world.clock.advance(1000);
  assert.equal(await waiting, 'failed');
});

test('a wait for healthy ends when it is', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  const healthy = { commit: one, at: '1970-01-01T00:00:02.000Z' };
  world.applier = async () => [applied(one, 'a', { state: 'healthy', healthy })];
  assert.equal(await world.wait('r', 'healthy'), 'reached');
});

test('a publication that replaces the one waited for counts when it is applied', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  const waiting = world.wait('r', 'applied');
  world.published(undefined, 'a', two);
  world.applier = async () => [applied(two)];
  await world.clock.advance(1000);
  assert.equal(await waiting, 'reached');
});

test('a failure that the applier told before somebody waited is not taken for news', async () => {
  using world = waitWorld();
  world.published(world.request('r'));
  world.applier = async () => [{ name: 'a', state: 'failed', published: { commit: one }, errors: [] }];
  await world.waits.look('r');
  world.applier = async () => [applied(one)];
  assert.equal(await world.wait('r', 'applied'), 'reached');
});

test('a client that left is forgotten at once', async () => {
  using world = waitWorld();
  world.request('r');
  const left = new AbortController();
  const waiting = world.wait('r', 'applied', { left: left.signal });
  left.abort();
  assert.deepEqual([await waiting, world.waits.size, world.clock.sleepers], ['gone', 0, 0]);
});

test('of 500 who left nothing remains', async () => {
  using world = waitWorld({ most: 500 });
  world.published(world.request('r'));
  const left = new AbortController();
  const waiting = Array.from({ length: 500 }, () => world.wait('r', 'applied', { left: left.signal }));
  await world.clock.advance(1000);
  left.abort();
  await Promise.all(waiting);
  await world.clock.advance(5000);
  assert.deepEqual([world.waits.size, world.clock.sleepers], [0, 0]);
});

test('one more than may wait is told so', async () => {
  using world = waitWorld({ most: 1 });
  world.request('r');
  const waiting = world.wait('r', 'published', { timeout: 10 });
  assert.deepEqual([world.waits.isFull, await world.wait('r', 'published')], [true, 'full']);
  await world.clock.advance(10);
  assert.equal(await waiting, 'timeout');
});

test('the end of the program ends every wait', async () => {
  using world = waitWorld();
  world.request('r');
  const waiting = world.wait('r', 'published');
  world.stop.abort();
  assert.deepEqual([await waiting, await world.wait('r', 'published')], ['stopped', 'stopped']);
});

test('how a wait ended, and how many wait, is told', async () => {
  using world = waitWorld();
  const request = world.request('r');
  const waiting = world.wait('r', 'published');
  world.published(request);
  await waiting;
  const told = world.events.flatMap((event): readonly unknown[] => {
    if (event.kind === 'waiting') return [event.waiters];
    return event.kind === 'waited' ? [event.result] : [];
  });
  assert.deepEqual(told, [1, 0, 'reached']);
});
