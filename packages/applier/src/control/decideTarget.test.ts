import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideTarget } from './decideTarget.ts';
import { endAttempt } from './endAttempt.ts';
import { bad, ControlWorld, good, published, signal } from './fixtures/controlWorld.ts';

const at = '2026-01-01T00:00:00.000Z';

test('the first pass of a process writes its attempt down, and forgets it when it ended', async () => {
  const world = new ControlWorld();
  assert.equal((await decideTarget(world.deps, published(), signal)).kind, 'apply');
  assert.deepEqual(world.kept, { attempt: { ...bad, count: 1 } });
  await endAttempt(world.deps);
  assert.deepEqual(world.kept, {});
});

test('a later pass asks and writes nothing', async () => {
  const world = new ControlWorld();
  await decideTarget(world.deps, published(), signal);
  await endAttempt(world.deps);
  const before = world.requests.length;
  await decideTarget(world.deps, published(good), signal);
  await endAttempt(world.deps);
  assert.equal(world.requests.length, before);
});

test('an attempt that cannot be forgotten now is forgotten after a later pass', async () => {
  const world = new ControlWorld();
  await decideTarget(world.deps, published(), signal);
  world.away = true;
  await endAttempt(world.deps);
  world.away = false;
  await endAttempt(world.deps);
  assert.deepEqual(world.kept, {});
});

test('a commit that two processes did not survive is quarantined before it is loaded, and gives way to the healthy one', async () => {
  const world = new ControlWorld({ attempt: { ...bad, count: 2 }, healthy: { ...good, at } });
  const decided = await decideTarget(world.deps, published(), signal);
  assert.deepEqual(decided.kind === 'rolled-back' && decided.target, good);
  assert.deepEqual([world.kept.quarantine?.commit, world.kept.attempt], [bad.commit, undefined]);
});

test('without a healthy commit a quarantined one leaves everything as it is', async () => {
  const world = new ControlWorld({ attempt: { ...bad, count: 2 } });
  assert.equal((await decideTarget(world.deps, published(), signal)).kind, 'quarantined');
});

test('what is remembered is told when it was read', async () => {
  const healthy = { ...good, at };
  const world = new ControlWorld({ healthy });
  await decideTarget(world.deps, published(), signal);
  const [first] = world.events;
  assert.deepEqual(first?.kind === 'remembered' && first.facts, { healthy });
});

test('a suspension with an end asks for a pass then, which resumes', async () => {
  const world = new ControlWorld();
  const until = world.at(60_000);
  await world.deps.control.memory.remember(world.deps.api, { suspended: { at, until } }, signal);
  assert.equal((await decideTarget(world.deps, published(), signal)).kind, 'suspended');
  await world.clock.advance(59_999);
  assert.deepEqual(world.posted, []);
  await world.clock.advance(1);
  assert.deepEqual(world.posted, ['publication']);
  const { kind, resumed } = await decideTarget(world.deps, published(), signal);
  assert.deepEqual([kind, resumed, world.kept.suspended], ['apply', true, undefined]);
});

test('a suspended environment attempts nothing', async () => {
  const world = new ControlWorld({ suspended: { at } });
  await decideTarget(world.deps, published(), signal);
  assert.equal(world.kept.attempt, undefined);
});

test('a memory that cannot be read is an error, never an empty memory', async () => {
  const world = new ControlWorld();
  world.away = true;
  await assert.rejects(decideTarget(world.deps, published(), signal), /away/);
});

test('in a new term the memory is read anew, because another may have written it', async () => {
  const world = new ControlWorld();
  const { control } = world.deps;
  control.useTerm(1);
  await decideTarget(world.deps, published(), signal);
  control.useTerm(1);
  assert.equal(control.memory.isRead, true);
  control.useTerm(2);
  assert.equal(control.memory.isRead, false);
});

test('a term is new until the cluster was read in it', () => {
  const { control } = new ControlWorld().deps;
  control.useTerm(1);
  assert.equal(control.isNewTerm, true);
  control.observed();
  control.useTerm(1);
  assert.equal(control.isNewTerm, false);
  control.useTerm(2);
  assert.equal(control.isNewTerm, true);
});
