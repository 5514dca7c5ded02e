import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Remembered } from '../memory/remembered.ts';
import type { Run } from '../run.ts';
import type { Settled } from '../settle/settle.ts';
import { concludeHealth } from './concludeHealth.ts';
import { bad, ControlWorld, good, signal } from './fixtures/controlWorld.ts';

const at = '2026-01-01T00:00:00.000Z';
const healthy = { ...good, at };
const sick: Settled = { result: 'degraded', errors: [{ code: 'image-pull', message: 'web cannot be pulled' }] };
const well: Settled = { result: 'healthy', errors: [] };

async function conclude(
  settled: Settled,
  remembered: Remembered,
  more: { environment?: object; run?: Partial<Run> } = {},
): Promise<{ isOver: boolean; world: ControlWorld }> {
  const world = new ControlWorld(remembered, more.environment);
  await world.deps.control.memory.read(world.deps.api, signal);
  const run = { target: bad, signal, ...more.run } as Run;
  return { isOver: await concludeHealth(world.deps, run, settled, signal), world };
}

test('a healthy commit is remembered', async () => {
  const { isOver, world } = await conclude(well, { healthy });
  assert.deepEqual([isOver, world.kept], [true, { healthy: { ...bad, at: world.at() } }]);
});

test('a commit that was the last healthy one already is not written again', async () => {
  const { isOver, world } = await conclude(well, { healthy: { ...bad, at } });
  assert.deepEqual([isOver, world.requests], [true, ['GET']]);
});

test('a degraded commit is quarantined with its reason, and a pass is asked for', async () => {
  const { isOver, world } = await conclude(sick, { healthy });
  const quarantine = { ...bad, at: world.at(), reason: 'web cannot be pulled' };
  assert.deepEqual([isOver, world.kept, world.posted], [true, { healthy, quarantine }, ['rollback']]);
});

test('the reason is bounded', async () => {
  const errors = Array.from({ length: 50 }, () => ({ code: 'unhealthy', message: 'x'.repeat(5_000) }));
  const { world } = await conclude({ result: 'degraded', errors }, { healthy });
  const { reason = '' } = world.kept.quarantine ?? {};
  assert.ok(reason.length <= 1_000, String(reason.length));
  assert.match(reason, /and 47 more$/);
});

test('of three reasons none is left out, and none is cut within a character', async () => {
  const errors = Array.from({ length: 3 }, () => ({ code: 'unhealthy', message: '😀'.repeat(200).padStart(401, 'x') }));
  const { world } = await conclude({ result: 'degraded', errors }, { healthy });
  const { reason = '' } = world.kept.quarantine ?? {};
  assert.equal(reason.split('; ').length, 3);
  assert.ok(reason.isWellFormed() && !reason.includes('and 0 more'), reason);
});

const blind: Settled = { result: 'degraded', errors: [{ code: 'api-unreachable', message: 'silence' }] };
const unreadable: Settled = { result: 'degraded', errors: [{ code: 'forbidden', message: 'no list' }] };
const rollback = { ...good, error: { code: 'rolled-back', message: '' } };
for (const [why, settled, remembered, more] of [
  ['with onFailure: hold', sick, { healthy }, { environment: { onFailure: 'hold' } }],
  ['when nothing was ever healthy', sick, {}, {}],
  ['when it was healthy before', sick, { healthy: { ...bad, at } }, {}],
  ['while the environment is suspended', sick, { healthy, suspended: { at } }, {}],
  ['when it took the place of another', sick, { healthy }, { run: { rollback } }],
  ['when the API server did not answer', blind, { healthy }, {}],
  ['when its health may not be read', unreadable, { healthy }, {}],
] satisfies [string, Settled, Remembered, object][]) {
  test(`a degraded commit stays ${why}, and is looked at again`, async () => {
    const { isOver, world } = await conclude(settled, remembered, more);
    assert.deepEqual([isOver, world.kept.quarantine, world.posted], [false, undefined, []]);
  });
}

test('a memory that cannot be written now is tried at the next look', async () => {
  const world = new ControlWorld({ healthy });
  await world.deps.control.memory.read(world.deps.api, signal);
  world.away = true;
  const run = { target: bad } as Run;
  assert.equal(await concludeHealth(world.deps, run, sick, signal), false);
  world.away = false;
  assert.equal(await concludeHealth(world.deps, run, sick, signal), true);
});

test('a healthy commit is remembered although a newer one ends the wait in that moment', async () => {
  const world = new ControlWorld({ healthy });
  await world.deps.control.memory.read(world.deps.api, signal);
  const ended = AbortSignal.abort(new Error('a newer publication'));
  assert.equal(await concludeHealth(world.deps, { target: bad, signal } as Run, well, ended), true);
  assert.deepEqual(world.kept, { healthy: { ...bad, at: world.at() } });
});

test('a wait that is ended quarantines nothing, and rejects with the reason of its end', async () => {
  const world = new ControlWorld({ healthy });
  await world.deps.control.memory.read(world.deps.api, signal);
  const ended = AbortSignal.abort(new Error('a newer publication'));
  await assert.rejects(concludeHealth(world.deps, { target: bad, signal } as Run, sick, ended), /a newer publication/);
  assert.deepEqual([world.kept, world.posted], [{ healthy }, []]);
});
