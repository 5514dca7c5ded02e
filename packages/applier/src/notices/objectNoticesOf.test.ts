import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplierEvent, Drift, RunError } from '../events.ts';
import { appliedRun, ended, failedRun, immutable, next, pushedAt, started, told } from '../report/fixtures/events.ts';
import { objectNoticesOf } from './objectNoticesOf.ts';

const web = 'Deployment.apps/shop/web';

/** Lines `reason id: note` of what is told of these events. */
function toldOf(...events: ApplierEvent[]): string[] {
  const fold = objectNoticesOf();
  return events.flatMap((event) => fold(event)).map(({ reason, id, note }) => `${reason} ${id}: ${note}`);
}

const settled = (...errors: RunError[]): ApplierEvent =>
  told(90, {
    kind: 'settled',
    result: errors.length === 0 ? 'healthy' : 'degraded',
    errors,
    objects: 1,
    requests: 0,
    same: false,
  });

test('an object that failed is told with commit, place and error', () => {
  assert.deepEqual(toldOf(...failedRun()), [`Failed ${web}: commit 1a2b3c4, shop/web.yaml:12: ${immutable.message}`]);
});

test('a run in which nothing failed tells of no object', () => {
  assert.deepEqual(toldOf(...appliedRun()), []);
});

test('what a retry finds again is told once', () => {
  assert.equal(toldOf(...failedRun(), ...failedRun('r2')).length, 1);
});

test('the same error under another commit is news', () => {
  assert.equal(toldOf(...failedRun(), ...failedRun('r2', { publication: next })).length, 2);
});

test('an error that comes back after a run without it is news', () => {
  assert.equal(toldOf(...failedRun(), ...appliedRun('r2'), ...failedRun('r3')).length, 2);
});

test('a superseded run says nothing about what is over', () => {
  const superseded = [started(200, {}, 'r2'), ended(210, 'superseded', [], 'r2')];
  assert.equal(toldOf(...failedRun(), ...superseded, ...failedRun('r3')).length, 1);
});

test('an object that is not healthy is told once, however its message changes, and again after it was healthy', () => {
  const sick = { ...immutable, code: 'unhealthy', message: '1 of 3 replicas are ready' };
  const lines = toldOf(started(), settled(sick), settled({ ...sick, message: '2 of 3' }), settled(), settled(sick));
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    [`Degraded ${web}`, `Degraded ${web}`],
  );
});

const drifted = (...objects: Drift[]): ApplierEvent => ({
  environment: 'shop',
  at: pushedAt,
  kind: 'drifted',
  objects,
  requests: 1,
});

test('drift that is left alone is told, and corrected drift is not', () => {
  const source = { file: 'a.yaml', line: 1, document: 1 };
  const drift = { id: web, fields: [], source };
  const error = { code: 'fight', message: 'Cannot keep it', id: web };
  const lines = toldOf(
    started(),
    drifted({ ...drift, corrected: true }),
    drifted({ ...drift, corrected: false, error }),
  );
  assert.deepEqual(lines, [`Drifted ${web}: commit 1a2b3c4: Cannot keep it`]);
});

/** A run in which 50 objects failed. */
const broken = (run: string): ApplierEvent[] => [
  started(30, {}, run),
  ...Array.from({ length: 50 }, (_, index) => {
    const id = `ConfigMap/shop/c${index}`;
    return told(40, { kind: 'object' as const, id, outcome: 'failed' as const, error: { ...immutable, id } }, run);
  }),
  ended(50, 'failed', [], run),
];

test('of many objects that fail 20 are told in a run, and others in the next', () => {
  const runs = [broken('r1'), broken('r2'), broken('r3'), broken('r4')];
  const counts = runs.map((_, index) => toldOf(...runs.slice(0, index + 1).flat()).length);
  assert.deepEqual(counts, [20, 40, 50, 50]);
});

test('errors that belong to no object are no business of this', () => {
  const { id: _, ...apart } = immutable;
  assert.deepEqual(toldOf(started(), ended(50, 'failed', [apart]), settled(apart)), []);
});
