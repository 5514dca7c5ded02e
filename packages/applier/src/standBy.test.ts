import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WaitForChange } from '@couplet/daemon';
import { CredentialsError } from './apply/apiError.ts';
import { bad, ControlWorld, good, published, signal } from './control/fixtures/controlWorld.ts';
import type { Decision } from './lease/leadership.ts';
import type { PassState } from './passContext.ts';
import { standBy } from './standBy.ts';

const standby: Decision = { kind: 'standby', holder: 'other/1#x' };
const failed: Decision = { kind: 'failed', error: new CredentialsError('Cannot read the Kubernetes credentials') };

function wait(lead: Exclude<Decision, { kind: 'leading' }>, world: ControlWorld, state: object, target = bad): void {
  standBy(world.deps, state as PassState, { lead, publication: published(target), signal });
}

test('an applier whose lease another holds says so and runs nothing', () => {
  const world = new ControlWorld();
  wait(standby, world, {});
  const [event] = world.events;
  assert.equal(world.events.length, 1);
  assert.equal(event?.kind === 'standby' && event.error.code, 'not-leading');
  assert.match(event?.kind === 'standby' ? event.error.message : '', /found that other\/1#x holds it$/);
  assert.deepEqual(world.requests, []);
});

test('a lease that cannot be had is a run that failed with the reason, and waits for news of the lease', () => {
  const world = new ControlWorld();
  assert.throws(() => wait(failed, world, {}), WaitForChange);
  const last = world.events.at(-1);
  assert.deepEqual(last?.kind === 'ended' && [last.result, last.errors], [
    'failed',
    [{ code: 'credentials', message: 'Cannot read the Kubernetes credentials' }],
  ]);
});

test('the same answer is told once for each publication', () => {
  const world = new ControlWorld();
  const state = {};
  wait(standby, world, state);
  wait(standby, world, state);
  assert.equal(world.events.length, 1);
  wait(standby, world, state, good);
  assert.equal(world.events.length, 2);
});

test('without a publication the reason is told all the same', () => {
  const world = new ControlWorld();
  standBy(world.deps, {} as PassState, { lead: failed, publication: undefined, signal });
  const [event] = world.events;
  assert.equal(event?.kind === 'standby' && event.error.code, 'credentials');
});

test('health is not looked at while another writes', () => {
  let stopped = false;
  const settling = { stop: () => (stopped = true) };
  wait(standby, new ControlWorld(), { settling });
  assert.equal(stopped, true);
});
