import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunError } from '../events.ts';
import { ended, immutable, told } from '../report/fixtures/events.ts';
import { degrades, fails, heals, NotifyWorld, of, stumbles } from './fixtures/notifyWorld.ts';

const minute = 60_000;

const failsBy = (run: string, ...errors: RunError[]) => [...fails(run).slice(0, 3), ended(190, 'failed', errors, run)];

test('a failure is told at once, and that it has recovered', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  await world.record(...heals());
  assert.deepEqual(world.told, ['shop failed', 'shop recovered']);
});

test('an environment that is well from the start is not told of', async () => {
  await using world = new NotifyWorld();
  await world.record(...heals());
  assert.deepEqual(world.tries, []);
});

test('the same failure in run after run is told once, and never again', async () => {
  await using world = new NotifyWorld();
  for (const run of ['r1', 'r2', 'r3']) {
    await world.record(...fails(run));
    await world.clock.advance(24 * 60 * minute);
  }
  assert.deepEqual(world.told, ['shop failed']);
});

test('an error of another object is told while the first is still there', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  const second = { ...immutable, id: 'Deployment.apps/shop/db' };
  await world.record(...fails('r2').slice(0, -1), ended(190, 'failed', [immutable, second], 'r2'));
  assert.deepEqual(world.told, ['shop failed', 'shop failed']);
});

test('an error that is gone while others stay is not told', async () => {
  await using world = new NotifyWorld();
  const second = { ...immutable, id: 'Deployment.apps/shop/db' };
  await world.record(...fails().slice(0, -1), ended(190, 'failed', [immutable, second]));
  await world.record(...fails('r2'));
  assert.equal(world.told.length, 1);
});

test('an error that was told, went and comes back while another stayed is not told again', async () => {
  await using world = new NotifyWorld();
  const second = { ...immutable, id: 'Deployment.apps/shop/db' };
  await world.record(...failsBy('r1', immutable));
  await world.record(...failsBy('r2', second));
  await world.record(...failsBy('r3', immutable, second));
  assert.equal(world.told.length, 2);
});

test('another state is told also when the error is the same', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  await world.record(...fails('r2').slice(0, -1), ended(190, 'stalled', [immutable], 'r2'));
  assert.deepEqual(world.told, ['shop failed', 'shop stalled']);
});

test('what is applied and waited for has not recovered yet', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  await world.record(...heals().slice(0, -1));
  assert.deepEqual(world.told, ['shop failed']);
});

test('with settle: 0 what is applied has recovered', async () => {
  await using world = new NotifyWorld({ settle: 0 });
  await world.record(...fails());
  await world.record(...heals().slice(0, -1));
  assert.deepEqual(world.told, ['shop failed', 'shop recovered']);
});

test('what goes on in another state began with the first', async () => {
  await using world = new NotifyWorld();
  await world.record(...stumbles());
  const since = new Date(world.clock.now()).toISOString();
  await world.clock.advance(10_000);
  await world.record(...degrades());
  assert.deepEqual([world.told, world.tries[0]?.since], [['shop degraded'], since]);
});

test('another state of the same trouble is told', async () => {
  await using world = new NotifyWorld();
  await world.record(...fails());
  await world.record(...degrades());
  assert.deepEqual(world.told, ['shop failed', 'shop degraded']);
});

test('what is tried again is told only when it lasts', async () => {
  await using world = new NotifyWorld();
  await world.record(...stumbles());
  await world.clock.advance(29_000);
  assert.deepEqual(world.told, []);
  await world.record(...stumbles('r2'));
  await world.clock.advance(1_000);
  assert.deepEqual(world.told, ['shop failed']);
});

test('what is tried again and succeeds is not told', async () => {
  await using world = new NotifyWorld();
  await world.record(...stumbles());
  await world.record(...heals());
  await world.clock.advance(60 * minute);
  assert.deepEqual(world.tries, []);
});

test('while what was applied is waited for, an old failure is not told', async () => {
  await using world = new NotifyWorld();
  await world.record(...stumbles());
  await world.record(...heals().slice(0, -1));
  await world.clock.advance(60 * minute);
  assert.deepEqual(world.tries, []);
});

test('a degraded commit that gives way is told as rolled back, and not as degraded', async () => {
  await using world = new NotifyWorld({ onFailure: 'rollback' });
  await world.record(...degrades());
  await world.clock.advance(9_000);
  const [first, ...rest] = heals('r4');
  assert.ok(first?.kind === 'started');
  const error = { code: 'rolled-back', message: 'Cannot apply commit 1a2b3c4: it is quarantined' };
  const { commit, tree } = first.publication;
  await world.record({ ...first, rollback: { commit, tree, error } }, ...rest);
  await world.clock.advance(minute);
  assert.deepEqual(world.told, ['shop rolled-back']);
});

test('an environment that flaps is told of four times in ten minutes, and then of how it is', async () => {
  await using world = new NotifyWorld();
  for (let round = 0; round < 10; round += 1) {
    await world.record(...degrades(`d${round}`));
    await world.clock.advance(10_000);
    await world.record(...heals(`h${round}`));
    await world.clock.advance(10_000);
  }
  await world.record(...degrades('last'));
  assert.equal(world.told.length, 4);
  await world.clock.advance(10 * minute);
  assert.deepEqual(world.told.slice(4), ['shop degraded']);
  assert.equal(world.tries.at(-1)?.changes, 17);
});

test('a receiver that is back after ten minutes hears how things are, not how they were', async () => {
  await using world = new NotifyWorld();
  world.answer = () => ({ kind: 'failed', why: 'silent' });
  await world.record(...fails());
  await world.record(...degrades());
  await world.record(...of('other', [...fails('o1'), ...heals('o2')]));
  await world.clock.advance(10 * minute);
  world.answer = () => ({ kind: 'sent' });
  await world.clock.advance(5 * minute);
  assert.deepEqual(world.told, ['shop degraded']);
});

test('a receiver that is down is asked less and less often, and at least every five minutes', async () => {
  await using world = new NotifyWorld();
  world.answer = () => ({ kind: 'failed', why: 'silent' });
  await world.record(...fails());
  await world.clock.advance(10 * minute);
  const first = world.tries.length;
  assert.ok(first < 12, `${first} tries`);
  await world.clock.advance(60 * minute);
  assert.ok(world.tries.length - first >= 12, `${world.tries.length - first} tries`);
});

test('tries of the same news have the same id', async () => {
  await using world = new NotifyWorld();
  world.answer = () => ({ kind: 'failed', why: 'silent' });
  await world.record(...fails());
  await world.clock.advance(5_000);
  assert.equal(new Set(world.tries.map(({ id }) => id)).size, 1);
  assert.ok(world.tries.length > 1);
});

test('nothing is sent before the time that the receiver asks for', async () => {
  await using world = new NotifyWorld();
  world.answer = () => ({ kind: 'failed', why: '429', after: 20 * minute });
  await world.record(...fails());
  await world.record(...of('other', fails('o1')));
  await world.clock.advance(20 * minute - 1);
  assert.equal(world.tries.length, 1);
  await world.clock.advance(1);
  assert.equal(world.tries.length, 2);
});

test('news that is refused holds up no other news', async () => {
  await using world = new NotifyWorld();
  world.answer = ({ environment }) => (environment === 'shop' ? { kind: 'refused', why: '400' } : { kind: 'sent' });
  await world.record(...fails());
  await world.record(...of('other', fails('o1')));
  await world.clock.advance(5_000);
  assert.deepEqual(world.told, ['other failed']);
  await world.record(...of('other', degrades('o2')));
  await world.clock.advance(minute);
  assert.deepEqual(world.told, ['other failed', 'other degraded']);
});

test('only the environments and events that a receiver wants are told', async () => {
  await using world = new NotifyWorld({ target: { environments: ['shop'], on: ['degraded'] } });
  await world.record(...of('other', degrades('o1')));
  await world.record(...fails());
  await world.record(...degrades());
  await world.record(...heals('r4'));
  await world.record(...degrades('r5'));
  assert.deepEqual(world.told, ['shop degraded', 'shop degraded']);
});

test('what nobody can approve any more is told as recovered', async () => {
  await using world = new NotifyWorld();
  const held = told(140, { kind: 'object', id: 'ConfigMap/shop/a', outcome: 'held', reason: 'too many' });
  await world.record(...heals('r1').slice(0, 3), held, ended(150, 'held'));
  await world.record(...heals());
  assert.deepEqual(world.told, ['shop held', 'shop recovered']);
  assert.equal(world.tries[0]?.held?.objects, 1);
});

test('an environment that is no longer configured is not told of', async () => {
  await using world = new NotifyWorld();
  await world.record(...stumbles(), { kind: 'removed', environment: 'shop', at: 0 });
  await world.clock.advance(60 * minute);
  assert.deepEqual(world.tries, []);
});
