import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord } from './fixtures/runRecords.ts';
import { hasChanged, repeats } from './repeats.ts';
import type { RunRecord } from './runRecord.ts';

const { publication } = runRecord();
const counts = { created: 0, configured: 0, unchanged: 3, deleted: 0, skipped: 0, held: 0, failed: 0 };
const error = { code: 'invalid', message: 'no' };
const quiet = (more: Partial<RunRecord> = {}): RunRecord =>
  runRecord({ trigger: 'retry', counts, changes: [], ...more });

const pushed = (more: object): RunRecord => quiet({ trigger: 'publication', publication: { ...publication, ...more } });

for (const trigger of ['resync', 'retry', 'start', 'drift'] as const) {
  test(`a ${trigger} that found what the one before it found repeats it`, () => {
    assert.equal(repeats(quiet({ trigger }), quiet({ trigger, id: 'later' })), true);
  });
}

for (const [what, more] of [
  ['another trigger', { trigger: 'resync' }],
  ['another commit', { publication: { ...publication, commit: 'e'.repeat(40) } }],
  ['another tree', { publication: { ...publication, tree: 'e'.repeat(40) } }],
  ['another commit in its place', { rollback: { commit: 'e'.repeat(40), tree: 'e'.repeat(40) } }],
  ['another result', { result: 'held' }],
  ['another plan that waits for a person', { plan: { apply: 0, prune: 0, unchanged: 3, held: 1, id: 'p2' } }],
  ['another change', { changes: [{ id: 'ConfigMap/shop/a', outcome: 'skipped' }] }],
  ['another warning', { warnings: [error] }],
] satisfies [string, Partial<RunRecord>][]) {
  test(`a run with ${what} repeats nothing`, () => assert.equal(repeats(quiet(), quiet(more)), false));
}

test('another error of a run that failed is no repetition, and another state of health is none of the run', () => {
  const failed = quiet({ result: 'failed' });
  assert.equal(repeats(failed, { ...failed, errors: [error] }), false);
  for (const result of ['applied', 'held'] as const) {
    assert.equal(repeats(quiet({ result, errors: [error] }), quiet({ result })), true, result);
  }
});

test('a commit that leaves everything as it was repeats one of the same ref only', () => {
  assert.equal(repeats(pushed({}), pushed({ commit: 'e'.repeat(40) })), true);
  assert.equal(repeats(pushed({}), pushed({ ref: 'next' })), false);
});

for (const outcome of ['created', 'configured', 'deleted']) {
  test(`a run in which something was ${outcome} changed the cluster`, () => {
    assert.equal(hasChanged({ counts: { ...counts, [outcome]: 1 } }), true);
  });
}
