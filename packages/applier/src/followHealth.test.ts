import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { followHealth } from './followHealth.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Run } from './run.ts';
import { completeRollout, object } from './settle/fixtures/clusterObjects.ts';
import { fakeApi } from './settle/fixtures/fakeApi.ts';
import { deploymentPath, deployments } from './settle/fixtures/targets.ts';

const path = deploymentPath('web');
const spec = { replicas: 3, selector: { matchLabels: { app: 'web' } } };
const healthy = object(spec, completeRollout());
const starting = object(spec, completeRollout({ readyReplicas: 1 }));
const minute = 60_000;

/** One environment whose publication holds the Deployment web. */
class World {
  readonly clock = new FakeClock();
  readonly api = fakeApi({ [path]: starting, '/apis/apps/v1/namespaces/shop/replicasets': { items: [] } });
  readonly told: Record<string, unknown>[] = [];
  readonly stopping = new AbortController();
  readonly state: PassState;
  readonly settle: number;

  constructor(settle = 5 * minute) {
    this.settle = settle;
    const entry = {
      apiVersion: 'apps/v1',
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      name: 'web',
      source: { file: 'web.yaml', line: 1, document: 1 },
      ordinal: 0,
      digest: 'd',
      policies: { prune: true, force: true },
    };
    const id = 'Deployment.apps/shop/web';
    const objects = new Map([[id, { id, entry, kind: deployments, namespace: 'shop' }]]);
    const parts = { planned: { definitions: { objects } }, members: { parent: { id: 'set-1' } } };
    this.state = parts as unknown as PassState;
  }

  follow({ changed = true, key = 'commit tree' } = {}): void {
    const environment = { name: 'shop', namespace: 'shop', settle: this.settle };
    // Nothing has to be remembered: it was healthy before.
    const target = { commit: 'commit', tree: 'tree' };
    const control = { memory: { facts: { healthy: target } } };
    const deps = { clock: this.clock, environment, control } as unknown as PassDeps;
    const run = {
      target,
      api: this.api,
      signal: this.stopping.signal,
      tell: (event: object) => this.told.push({ ...event }),
    };
    followHealth(deps, this.state, run as unknown as Run, { key, changed });
  }

  /** Kinds and results of the events, in their order. */
  get events(): string[] {
    return this.told.map(({ kind, result, same }) =>
      [kind, result, same === true ? 'again' : undefined].filter(Boolean).join(' '),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopping.abort();
    await this.state.settling?.ended;
  }
}

test('what becomes healthy is told once, and then nothing is asked any more', async () => {
  await using world = new World();
  world.follow();
  await world.clock.untilSleeping();
  world.api.answers[path] = healthy;
  await world.clock.advance(minute);
  assert.deepEqual(world.events, ['settling', 'settling', 'settled healthy']);
  assert.equal(world.clock.sleepers, 0);
});

test('every request is counted once among the events', async () => {
  await using world = new World();
  world.follow();
  await world.clock.untilSleeping();
  world.api.answers[path] = healthy;
  await world.clock.advance(minute);
  const counted = world.told.reduce((sum, { requests }) => sum + Number(requests), 0);
  assert.deepEqual([counted, world.api.requests], [2, 2]);
});

test('what is degraded is looked at every 30 s, so that it is healthy when it has healed by itself', async () => {
  await using world = new World(minute);
  world.follow();
  await world.clock.untilSleeping();
  await world.clock.advance(minute);
  await world.clock.advance(30_000);
  assert.deepEqual(world.events.slice(-2), ['settled degraded', 'settled degraded again']);
  world.api.answers[path] = healthy;
  await world.clock.advance(30_000);
  assert.equal(world.events.at(-1), 'settled healthy');
});

test('after a stop no event follows', async () => {
  await using world = new World();
  world.follow();
  await world.clock.untilSleeping();
  const before = world.told.length;
  world.state.settling?.stop();
  world.api.answers[path] = healthy;
  await world.state.settling?.ended;
  assert.equal(world.told.length, before);
});

test('an answer that arrives after the end of the program is not told', async () => {
  await using world = new World();
  world.api.answers[path] = () => {
    world.stopping.abort();
    return healthy;
  };
  world.follow();
  await world.state.settling?.ended;
  assert.deepEqual(world.events, ['settling']);
});

test('a run of the same publication that changed nothing goes on with the time that is left', async () => {
  await using world = new World(2 * minute);
  world.follow();
  await world.clock.untilSleeping();
  await world.clock.advance(minute);
  world.state.settling?.stop();
  world.follow({ changed: false });
  await world.clock.untilSleeping();
  await world.clock.advance(minute);
  assert.equal(world.events.at(-1), 'settled degraded');
});

test('a run that changed something has the whole time again', async () => {
  await using world = new World(2 * minute);
  world.follow();
  await world.clock.untilSleeping();
  await world.clock.advance(minute);
  world.state.settling?.stop();
  world.follow({ changed: true });
  await world.clock.untilSleeping();
  await world.clock.advance(minute);
  assert.equal(world.events.at(-1), 'settling');
});

test('with settle: 0 nothing is asked and nothing is told', async () => {
  await using world = new World(0);
  world.follow();
  assert.deepEqual([world.state.settling, world.told, world.api.requests], [undefined, [], 0]);
});

test('a defect is told as degraded, and the next look may do better', async () => {
  await using world = new World();
  world.api.answers[path] = { ...healthy, metadata: undefined };
  world.follow();
  await world.clock.untilSleeping();
  assert.deepEqual(world.events, ['settling', 'settled degraded']);
  world.api.answers[path] = healthy;
  await world.clock.advance(30_000);
  assert.equal(world.events.at(-1), 'settled healthy');
});
