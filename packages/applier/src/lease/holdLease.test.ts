import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { MemoryStore } from './fixtures/memoryStore.ts';
import { holdLease, type Held, type LeaseState } from './holdLease.ts';

type Applier = {
  /** What the holder's work was given, once it runs. */
  held: Held | undefined;
  states: string[];
  stop(): void;
  ended: Promise<void>;
};

function start(store: MemoryStore, clock: FakeClock, identity: string): Applier {
  const stopping = new AbortController();
  const applier: Applier = { held: undefined, states: [], stop: () => stopping.abort(), ended: Promise.resolve() };
  const tell = (state: LeaseState): void => void applier.states.push(state.kind);
  const work = async (held: Held): Promise<void> => {
    applier.held = held;
    await clock.sleep(Infinity, held.signal).catch(() => {});
    applier.held = undefined;
  };
  applier.ended = holdLease({ store, identity, clock, signal: stopping.signal, tell }, work);
  return applier;
}

test('of two appliers one works, and the other waits and says for whom', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const first = start(store, clock, 'a/1#x');
  await clock.advance(0);
  const second = start(store, clock, 'b/1#y');
  await clock.advance(120_000);
  assert.deepEqual([first.held !== undefined, second.held !== undefined], [true, false]);
  assert.deepEqual([first.states, second.states], [['held'], ['waiting']]);
  first.stop();
  second.stop();
  await Promise.all([first.ended, second.ended]);
});

test('an applier that stops lets the lease go, and the other works within a second', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const first = start(store, clock, 'a/1#x');
  await clock.advance(0);
  const second = start(store, clock, 'b/1#y');
  await clock.advance(5_000);
  first.stop();
  await first.ended;
  await clock.advance(1_000);
  assert.equal(second.held?.isHeld(), true);
  second.stop();
  await second.ended;
});

test('the lease of an applier that died is taken when it was not renewed for its duration, not before', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const lease = { holder: 'dead/1#x', duration: 15, transitions: 3, renewTime: '', acquireTime: '' };
  store.lease = { ...lease, resourceVersion: '' };
  const second = start(store, clock, 'b/1#y');
  await clock.advance(14_000);
  assert.equal(second.held === undefined, true);
  await clock.advance(2_000);
  assert.deepEqual([second.held?.isHeld(), store.lease?.transitions], [true, 4]);
  second.stop();
  await second.ended;
});

test('a holder that cannot renew ends its work before another may take the lease, and works again later', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const applier = start(store, clock, 'a/1#x');
  await clock.advance(5_000);
  store.broken = true;
  await clock.advance(15_000);
  assert.equal(applier.held, undefined);
  store.broken = false;
  await clock.advance(2_000);
  assert.deepEqual([applier.held !== undefined, applier.states], [true, ['held', 'lost', 'failed', 'held']]);
  applier.stop();
  await applier.ended;
});

test('a holder that slept longer than the duration may not write, before it notices anything', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const given: Held[] = [];
  const stopping = new AbortController();
  const frozen = { now: () => clock.now(), sleep: () => new Promise<void>(() => {}) };
  const options = { store, identity: 'a/1#x', clock: frozen, signal: stopping.signal, tell: () => {} };
  void holdLease(options, async (held) => {
    given.push(held);
    await new Promise(() => {});
  });
  await clock.advance(0);
  assert.equal(given[0]?.isHeld(), true);
  await clock.advance(15_000);
  assert.equal(given[0]?.isHeld(), false);
});

test('a lease that another process took over is lost at the next renewal', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  const first = start(store, clock, 'a/1#x');
  await clock.advance(0);
  const twin = start(store, clock, 'a/1#y');
  await clock.advance(4_000);
  assert.deepEqual([first.held, twin.held?.isHeld()], [undefined, true]);
  await clock.advance(60_000);
  assert.deepEqual([first.states, twin.states], [['held', 'lost', 'waiting'], ['held']]);
  first.stop();
  twin.stop();
  await Promise.all([first.ended, twin.ended]);
});

test('an error of the API server is told once, however often it is tried again', async () => {
  const [store, clock] = [new MemoryStore(), new FakeClock()];
  store.broken = true;
  const applier = start(store, clock, 'a/1#x');
  await clock.advance(30_000);
  assert.deepEqual(applier.states, ['failed']);
  applier.stop();
  await applier.ended;
});
