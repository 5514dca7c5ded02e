import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '@couplet/config';
import type { Environment } from '@couplet/config';
import { FakeClock } from '@couplet/daemon';
import { commitId } from '@couplet/volume';
import type { SyncEvent } from '../events.ts';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import { Announcer } from './announcer.ts';

const at = '2026-01-01T00:00:00.000Z';
const commit = commitId('c'.repeat(40));

function environments(settle: string | number): Environment[] {
  const text = {
    repository: { url: 'https://example.org/a/b.git' },
    environments: [{ name: 'shop', ref: 'main', settle }],
  };
  const read = parseConfig(JSON.stringify(text), 'couplet.yaml');
  assert.ok(read.kind === 'valid');
  return read.config.environments;
}

/** An announcer with a provider that takes everything, and an applier that says what the test says. */
class World implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly states: string[] = [];
  asked = 0;
  says: () => AppliedEnvironment[] = () => [];
  readonly announcer: Announcer;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(settle: string | number = '5m') {
    this.announcer = new Announcer({
      clock: this.clock,
      emit: () => {},
      environments: () => environments(settle),
      applier: {
        environments: async () => {
          this.asked += 1;
          return this.says();
        },
      },
      target: () => ({ kind: 'target', provider: 'github', api: 'https://api.test', repository: 'a/b' }),
      token: async () => 'token',
      send: async ({ body }) => {
        const { state } = JSON.parse(body) as { state: string };
        this.states.push(state);
        return { status: 201, headers: {}, text: '' };
      },
    });
    this.#ended = this.announcer.run(this.#stop.signal);
  }

  async publish(state: 'published' | 'unchanged' = 'published'): Promise<void> {
    const outcome = { state, commit, files: 1, skipped: 0 };
    this.announcer.add({ kind: 'environment', at: 0, pass: 1, environment: 'shop', outcome, requests: [] });
    await this.clock.advance(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the program stops'));
    await this.#ended;
  }
}

function shop(state: string, facts: Partial<AppliedEnvironment> = {}): AppliedEnvironment[] {
  return [{ name: 'shop', state, published: { commit }, errors: [], ...facts }];
}

test('a published commit is pending at once, and followed until it is healthy', async () => {
  await using world = new World();
  await world.publish();
  assert.deepEqual(world.states, ['pending']);
  world.says = () => shop('applied', { applied: { commit, at } });
  await world.clock.advance(1_000);
  assert.deepEqual(world.states, ['pending']);
  world.says = () => shop('healthy', { applied: { commit, at }, healthy: { commit, at } });
  await world.clock.advance(1_000);
  assert.deepEqual(world.states, ['pending', 'success']);
});

test('an environment that does not settle is done when it is applied', async () => {
  await using world = new World(0);
  await world.publish();
  world.says = () => shop('applied', { applied: { commit, at } });
  await world.clock.advance(250);
  assert.deepEqual(world.states, ['pending', 'success']);
});

test('the applier is asked soon at first, then every 5 s, and not at all when nothing is open', async () => {
  await using world = new World();
  await world.clock.advance(60_000);
  assert.equal(world.asked, 0);
  await world.publish();
  await world.clock.advance(1_000);
  assert.equal(world.asked, 2);
  await world.clock.advance(60_000);
  const before = world.asked;
  await world.clock.advance(50_000);
  assert.equal(world.asked - before, 10);
  world.says = () => shop('failed');
  await world.clock.advance(5_000);
  const after = world.asked;
  await world.clock.advance(60_000);
  assert.deepEqual([world.asked, world.states], [after, ['pending', 'failure']]);
});

test('an applier that does not answer is asked again', async () => {
  await using world = new World();
  world.says = () => {
    throw new Error('nothing listens there');
  };
  await world.publish();
  await world.clock.advance(1_000);
  world.says = () => shop('healthy', { healthy: { commit, at } });
  await world.clock.advance(5_000);
  assert.deepEqual(world.states, ['pending', 'success']);
});

test('what the applier said to somebody else counts too, so that a failure becomes success without asking', async () => {
  await using world = new World();
  await world.publish();
  world.says = () => shop('failed');
  await world.clock.advance(250);
  const event: SyncEvent = {
    kind: 'applier',
    at: 0,
    requests: [],
    environments: shop('healthy', { healthy: { commit, at } }),
  };
  world.announcer.add(event);
  await world.clock.advance(0);
  assert.deepEqual(world.states, ['pending', 'failure', 'success']);
});

test('a commit that was published before this process began gets its end only', async () => {
  await using world = new World();
  world.says = () => shop('running');
  await world.publish('unchanged');
  await world.clock.advance(1_000);
  world.says = () => shop('healthy', { healthy: { commit, at } });
  await world.clock.advance(1_000);
  assert.deepEqual(world.states, ['success']);
});

test('the end of the program ends a question to an applier that is silent', async () => {
  const world = new World();
  await world.publish();
  await world[Symbol.asyncDispose]();
  assert.equal(world.clock.sleepers, 0);
});
