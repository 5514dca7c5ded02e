import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PassState } from '../passContext.ts';
import { DriftLedger } from '../watch/driftLedger.ts';
import { environmentActions, type EnvironmentActions } from './environmentActions.ts';
import { bad, ControlWorld } from './fixtures/controlWorld.ts';

const at = '2026-01-01T00:00:00.000Z';
const plan = 'a'.repeat(64);

function actionsOf(world: ControlWorld, drift = new DriftLedger()): EnvironmentActions {
  return environmentActions(world.deps, { drift } as unknown as PassState);
}

test('run ends the quarantine and the rests of a fight before it asks for a pass', async () => {
  const world = new ControlWorld({ quarantine: { ...bad, at, reason: '' }, attempt: { ...bad, count: 2 } }).lead();
  const drift = new DriftLedger();
  drift.guard.failed('ConfigMap/shop/a', 'd', world.clock.now());
  assert.deepEqual(await actionsOf(world, drift).run(), { kind: 'accepted' });
  assert.deepEqual([world.kept, world.posted], [{}, ['run']]);
  assert.equal(drift.guard.restsUntil('ConfigMap/shop/a', 'd', world.clock.now()), undefined);
});

test('a suspension is written before it is accepted, and is told', async () => {
  const world = new ControlWorld().lead();
  await actionsOf(world).suspend({ reason: 'move', until: world.clock.now() + 1000 });
  const suspended = { at: world.at(), reason: 'move', until: world.at(1000) };
  assert.deepEqual([world.kept, world.posted], [{ suspended }, ['publication']]);
  assert.deepEqual(world.events.at(-1)?.kind === 'remembered' && world.events.at(-1), {
    kind: 'remembered',
    environment: 'shop',
    at: world.clock.now(),
    facts: { suspended },
  });
});

test('resume forgets the suspension, and a second one does nothing', async () => {
  const world = new ControlWorld({ suspended: { at } }).lead();
  const actions = actionsOf(world);
  await actions.resume();
  assert.deepEqual(await actions.resume(), { kind: 'accepted' });
  assert.deepEqual([world.kept, world.posted], [{}, ['resume']]);
});

for (const action of ['run', 'approve'] as const) {
  test(`${action} of a suspended environment is a conflict`, async () => {
    const world = new ControlWorld({ suspended: { at } }).lead();
    world.deps.control.heldPlan = plan;
    assert.equal((await actionsOf(world)[action](plan)).kind, 'conflict');
    assert.deepEqual(world.posted, []);
  });
}

test('exactly the plan that is held is approved', async () => {
  const world = new ControlWorld().lead();
  const actions = actionsOf(world);
  assert.equal((await actions.approve(plan)).kind, 'conflict');
  world.deps.control.heldPlan = plan;
  assert.equal((await actions.approve('b'.repeat(64))).kind, 'conflict');
  assert.equal(world.deps.control.approved, undefined);
  assert.deepEqual([await actions.approve(plan), world.posted], [{ kind: 'accepted' }, ['approve']]);
  assert.equal(world.deps.control.approved, plan);
});

test('an applier that does not hold the lease does nothing and names who does', async () => {
  const world = new ControlWorld();
  world.leadership.tell({ kind: 'waiting', holder: 'other/1#x' });
  const answer = await actionsOf(world).run();
  assert.match(answer.kind === 'unavailable' ? answer.message : '', /other\/1#x/);
  assert.deepEqual(world.requests, []);
});

test('an API server that is away is said, and nothing is accepted', async () => {
  const world = new ControlWorld().lead();
  world.away = true;
  const answer = await actionsOf(world).suspend({});
  assert.match(answer.kind === 'unavailable' ? answer.message : '', /away/);
  assert.deepEqual(world.posted, []);
});

test('an environment that couplet.yaml suspends refuses every action', async () => {
  const world = new ControlWorld({}, { suspend: true }).lead();
  const { run, suspend, resume, approve } = actionsOf(world);
  const answers = [await run(), await suspend({}), await resume(), await approve(plan)];
  assert.deepEqual([...new Set(answers.map(({ kind }) => kind))], ['conflict']);
});
