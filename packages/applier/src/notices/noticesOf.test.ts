import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplierEvent } from '../events.ts';
import { appliedRun, ended, failedRun, immutable, started, told } from '../report/fixtures/events.ts';
import { noticesOf } from './noticesOf.ts';

/** Lines `type reason note` of what is told of these events. */
function toldOf(...events: ApplierEvent[]): string[] {
  const fold = noticesOf();
  return events.flatMap((event) => fold(event)).map(({ type, reason, note }) => `${type} ${reason} ${note}`);
}

const commit = 'commit 1a2b3c4 (Raise web to three replicas)';

test('a run that changed something is told with its counts', () => {
  assert.deepEqual(toldOf(...appliedRun()), [`Normal Applied ${commit}: 1 configured`]);
});

test('a run that changed nothing is not told', () => {
  assert.deepEqual(toldOf(started(), ended(40, 'applied')), []);
});

test('a run that failed is told with its first error', () => {
  assert.deepEqual(toldOf(...failedRun()), [`Warning Failed ${commit}: 1 failed; ${immutable.message}`]);
});

test('what a retry finds again is told once, and again after something else was', () => {
  const lines = toldOf(...failedRun(), ...failedRun('r2'), ...appliedRun('r3'), ...failedRun('r4'));
  assert.deepEqual(
    lines.map((line) => line.split(' ')[1]),
    ['Failed', 'Applied', 'Failed'],
  );
});

test('deletes that wait for a person are told', () => {
  const held = told(40, { kind: 'object', id: 'ConfigMap/shop/a', outcome: 'held', reason: 'too many' });
  assert.deepEqual(toldOf(started(), held, ended(50, 'held')), [
    `Warning Held ${commit}: 1 held; deletes wait for a person`,
  ]);
});

test('a publication that cannot be applied from is told', () => {
  const error = { code: 'empty-tree', message: 'Cannot apply shop: found no manifest' };
  assert.deepEqual(toldOf(started(), ended(50, 'stalled', [error])), [`Warning Stalled ${commit}; ${error.message}`]);
});

test('a superseded run is not told', () => {
  assert.deepEqual(toldOf(started(), ended(50, 'superseded')), []);
});

const settled = (result: 'healthy' | 'degraded', same = false): ApplierEvent =>
  told(90, { kind: 'settled', result, errors: [immutable], objects: 1, requests: 0, same });

test('health is told after a run that changed something, and not after one that did not', () => {
  assert.deepEqual(toldOf(...appliedRun(), settled('healthy')).at(-1), `Normal Healthy ${commit}`);
  assert.deepEqual(toldOf(started(), ended(40, 'applied'), settled('healthy')), []);
});

test('a degraded environment is told with the reasons, once', () => {
  const events = [started(), ended(40, 'applied'), settled('degraded'), settled('degraded', true)];
  assert.deepEqual(toldOf(...events), [`Warning Degraded ${commit}; ${immutable.message}`]);
});

test('drift is told with who changed what, and whether it was corrected', () => {
  const source = { file: 'a.yaml', line: 1, document: 1 };
  const drift = { id: 'ConfigMap/shop/a', manager: 'kubectl-edit', fields: ['.data.x'], corrected: true, source };
  const objects = [drift, { ...drift, corrected: false, deleted: true }];
  assert.deepEqual(toldOf({ environment: 'shop', at: 0, kind: 'drifted', objects, requests: 1 }), [
    'Normal Corrected ConfigMap/shop/a was changed by manager kubectl-edit (.data.x) and is as in the repository again',
    'Warning Drifted ConfigMap/shop/a was deleted and was not corrected',
  ]);
});

test('a roll back is told with both commits, as its error says', () => {
  const error = { code: 'rolled-back', message: 'commit b is quarantined, a is applied again' };
  const rollback = { commit: 'a', tree: 'b', error };
  const [first, ...rest] = appliedRun();
  const begun = first?.kind === 'started' ? { ...first, rollback } : assert.fail();
  assert.deepEqual(toldOf(begun, ...rest)[0], `Warning RolledBack ${error.message}`);
});

test('a note is one line and short enough for the API server', () => {
  const message = `first\nsecond ${'x'.repeat(5000)}`;
  const [line = ''] = toldOf(started(), ended(50, 'failed', [{ code: 'internal', message }]));
  assert.ok(!line.includes('\n') && line.length < 1030, line);
});
