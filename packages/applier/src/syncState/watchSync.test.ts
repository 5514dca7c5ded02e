import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { EnvironmentEvent } from '../events.ts';
import type { GitFacts } from './gitFacts.ts';
import type { SyncAnswer } from './syncAnswer.ts';
import { watchSync } from './watchSync.ts';

const well: SyncAnswer = { kind: 'status', environments: new Map([['shop', { name: 'shop', state: 'unchanged' }]]) };
const silence: SyncAnswer = { kind: 'silence', why: 'Cannot ask sync' };

/** An applier with one environment, which asks a sync that answers `answer`. */
class World implements Disposable {
  readonly clock = new FakeClock();
  readonly told: unknown[] = [];
  readonly shown = new Map<string, { git?: GitFacts }>();
  readonly stop = new AbortController();
  names = ['shop'];
  asked = 0;
  poll = 30_000;
  answer: SyncAnswer | Promise<SyncAnswer> = well;
  readonly ended = watchSync({
    ask: async () => {
      this.asked += 1;
      return await this.answer;
    },
    environments: { names: () => this.names },
    status: this.shown,
    poll: () => this.poll,
    record: (event) => this.#record(event),
    clock: this.clock,
    signal: this.stop.signal,
  });

  #record(event: EnvironmentEvent): void {
    assert.ok(event.kind === 'git');
    this.shown.set(event.environment, { git: event.facts });
    this.told.push([event.environment, event.facts.state, event.same]);
  }

  [Symbol.dispose](): void {
    this.stop.abort();
  }
}

test('sync is asked at once and every five seconds, and what stays is told once', async () => {
  using world = new World();
  await world.clock.advance(20_000);
  assert.deepEqual([world.asked, world.told], [5, [['shop', 'ok', false]]]);
});

test('one question at a time is asked, however long it takes', async () => {
  using world = new World();
  await world.clock.advance(0);
  const late = Promise.withResolvers<SyncAnswer>();
  world.answer = late.promise;
  await world.clock.advance(60_000);
  assert.equal(world.asked, 2);
  late.resolve(well);
  await world.clock.advance(5_000);
  assert.equal(world.asked, 3);
});

test('silence is told after a missed poll, and its end at once', async () => {
  using world = new World();
  await world.clock.advance(0);
  world.answer = silence;
  await world.clock.advance(29_000);
  assert.equal(world.told.length, 1);
  await world.clock.advance(5_000);
  world.answer = well;
  await world.clock.advance(5_000);
  assert.deepEqual(world.told.slice(1), [
    ['shop', 'unreachable', false],
    ['shop', 'ok', false],
  ]);
});

for (const [poll, patience] of [
  [500, 5_000],
  [3_600_000, 60_000],
] as const) {
  test(`with a poll of ${poll} ms silence is told after ${patience} ms`, async () => {
    using world = new World();
    world.poll = poll;
    await world.clock.advance(0);
    world.answer = silence;
    await world.clock.advance(patience - 1);
    assert.equal(world.told.length, 1);
    await world.clock.advance(1);
    assert.deepEqual(world.told.at(-1), ['shop', 'unreachable', false]);
  });
}

test('a new environment is told of with the next answer, and a removed one is forgotten', async () => {
  using world = new World();
  await world.clock.advance(0);
  world.names = ['new'];
  await world.clock.advance(5_000);
  assert.deepEqual(world.told.at(-1), ['new', 'unknown', false]);
});

test('an environment that was configured anew is told again what is known of it', async () => {
  using world = new World();
  await world.clock.advance(0);
  world.shown.clear();
  await world.clock.advance(5_000);
  assert.deepEqual(world.told, [
    ['shop', 'ok', false],
    ['shop', 'ok', true],
  ]);
});

test('it ends with the applier, also while sync lets it wait, and tells nothing of that', async () => {
  using world = new World();
  await world.clock.advance(0);
  const late = Promise.withResolvers<SyncAnswer>();
  world.answer = late.promise;
  await world.clock.advance(5_000);
  world.stop.abort();
  const error = { why: 'w', todo: 't' };
  late.resolve({ kind: 'status', environments: new Map([['shop', { name: 'shop', state: 'stalled', error }]]) });
  await world.ended;
  assert.equal(world.told.length, 1);
});
