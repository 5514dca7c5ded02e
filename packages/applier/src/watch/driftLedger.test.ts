import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveObject } from '../plan/liveObject.ts';
import { DriftLedger } from './driftLedger.ts';
import { live } from './fixtures/members.ts';

const id = 'ConfigMap/shop/a';
const members = (more?: Partial<LiveObject>): Map<string, LiveObject> => new Map([[id, live(8, more)]]);

function fighting(): DriftLedger {
  const drift = new DriftLedger();
  for (let time = 0; time < 6; time += 1) drift.guard.corrected(id, 'digest-1', time);
  return drift;
}

test('an object that drifted is ready for a correction', () => {
  const drift = new DriftLedger();
  drift.changed(live(8));
  assert.deepEqual([drift.ready(0), drift.dueAt(0)], [true, undefined]);
});

test('an object that rests is due when its rest ends', () => {
  const drift = fighting();
  drift.changed(live(8));
  assert.deepEqual([drift.ready(10), drift.dueAt(10)], [false, 30_005]);
});

test('what was told and is as in the repository again is over, once', () => {
  const drift = new DriftLedger();
  drift.told(id);
  assert.deepEqual(drift.resolved(members(), 0, 'open'), [id]);
  assert.deepEqual(drift.resolved(members(), 0, 'open'), []);
});

test('what is still different, or waits for its correction, is not over', () => {
  const drift = new DriftLedger();
  drift.told(id);
  assert.deepEqual(drift.resolved(members({ drifted: true }), 0, 'open'), []);
  drift.changed(live(8));
  assert.deepEqual(drift.resolved(members(), 0, 'open'), []);
});

test('an object that is not there is over only after a run, which would have created it', () => {
  const drift = new DriftLedger();
  drift.told(id);
  assert.deepEqual(drift.resolved(new Map(), 0, 'open'), []);
  assert.deepEqual(drift.resolved(new Map(), 0, 'over'), [id]);
});

test('a fight that was told is looked at again when it counts as over', () => {
  const drift = fighting();
  drift.told(id);
  const quiet = drift.dueAt(10) ?? 0;
  assert.deepEqual(drift.resolved(members(), quiet - 1, 'open'), []);
  assert.deepEqual(drift.resolved(members(), quiet, 'open'), [id]);
});
