import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplierEvent } from '../events.ts';
import {
  appliedRun,
  at,
  configured,
  ended,
  failedRun,
  immutable,
  loaded,
  planned,
  publication,
  pushedAt,
  started,
  told,
} from '../report/fixtures/events.ts';
import { historyOf, settled } from './fixtures/historyOf.ts';
import { History } from './history.ts';

/** The first of them is unchanged. */
const changed = (index: number): ApplierEvent =>
  told(50, { kind: 'object', id: `ConfigMap/shop/${index}`, outcome: index === 0 ? 'unchanged' : 'created' });

test('an environment that is not configured has no history, and one without a run an empty one', () => {
  const { history } = historyOf();
  assert.deepEqual(
    [history.list('other'), history.list('shop'), history.get('shop', 'r1')],
    [undefined, [], undefined],
  );
});

test('a run in progress is the newest, without an end', () => {
  const { history } = historyOf(...appliedRun('r1'), started(100, {}, 'r2'), planned(101, {}, 'r2'));
  assert.deepEqual(
    history.list('shop')?.map(({ id, endedAt }) => [id, endedAt]),
    [
      ['r2', undefined],
      ['r1', at(57)],
    ],
  );
  assert.equal(history.get('shop', 'r2')?.plan?.apply, 2);
});

test('a run that ended is kept with what it changed, and with its numbers', () => {
  const { history } = historyOf(...appliedRun('r1'));
  const { stages: _, publication: __, ...record } = history.get('shop', 'r1') ?? assert.fail();
  assert.deepEqual(record, {
    id: 'r1',
    environment: 'shop',
    trigger: 'publication',
    startedAt: at(30),
    endedAt: at(57),
    result: 'applied',
    objects: 3,
    counts: { created: 0, configured: 1, unchanged: 1, deleted: 0, skipped: 0, held: 0, failed: 0 },
    requests: 4,
    plan: { apply: 2, prune: 0, unchanged: 1, held: 0 },
    changes: [{ id: 'Deployment.apps/shop/web', outcome: 'configured' }],
    errors: [],
    warnings: [],
    notes: [],
    skipped: [],
  });
});

test('a summary has the time from push to applied, and the first error', () => {
  const { history } = historyOf(...appliedRun('r1'), ...failedRun('r2'));
  const [failed, applied] = history.list('shop') ?? [];
  assert.deepEqual([applied?.durationMs, applied?.pushToAppliedMs, applied?.firstError], [27, 57, undefined]);
  assert.deepEqual([failed?.pushToAppliedMs, failed?.firstError?.code], [undefined, immutable.code]);
});

test('what brought a publication is kept with the run that it caused, and not with a resync', () => {
  const brought = publication({ cause: { kind: 'call', from: 'token-ci' }, deliveries: ['d'] });
  const resync = appliedRun('r2', { trigger: 'resync', publication: brought });
  const { history } = historyOf(...appliedRun('r1', { publication: brought }), ...resync);
  assert.deepEqual(history.get('shop', 'r1')?.cause, { kind: 'call', from: 'token-ci', deliveries: ['d'] });
  assert.equal(history.get('shop', 'r2')?.cause, undefined);
});

test('unchanged objects are no change, and of more than 500 changes the rest is counted', () => {
  const objects = Array.from({ length: 701 }, (_, index) => changed(index));
  const { history } = historyOf(started(), ...objects, ended(57, 'applied'));
  const { changes, more, counts } = history.get('shop', 'r1') ?? assert.fail();
  assert.deepEqual(
    [changes.length, changes[0]?.id, more, counts.created],
    [500, 'ConfigMap/shop/1', { changes: 200 }, 700],
  );
});

test('health comes to the run that ended, with the errors of what is not healthy', () => {
  const { history, record } = historyOf(...appliedRun('r1'), settled(2000, 'degraded', 'r1'));
  const degraded = history.get('shop', 'r1');
  assert.deepEqual([degraded?.health?.result, degraded?.errors[0]?.code], ['degraded', 'image-pull']);
  record(settled(3000, 'healthy', 'r1'));
  assert.deepEqual(history.list('shop')?.[0]?.health, { result: 'healthy', at: at(3000) });
});

test('health does not bring back a run that was deleted', () => {
  const { history, list, record } = historyOf(...appliedRun('r1'));
  list()?.unsaved();
  list()?.saved(list()?.shard(0) ?? new Map());
  list()?.load([]);
  record(settled(2000, 'healthy', 'r1'));
  assert.deepEqual(history.list('shop'), []);
});

test('health that comes after the next run began changes no run', () => {
  const { history } = historyOf(...appliedRun('r1'), started(100, {}, 'r2'), settled(2000, 'degraded', 'r1'));
  assert.deepEqual(
    history.list('shop')?.map(({ health }) => health),
    [undefined, undefined],
  );
});

test('a removed environment has no history any more', () => {
  const { history, record } = historyOf(...appliedRun('r1'));
  record({ kind: 'removed', environment: 'shop', at: pushedAt }, ended(99, 'applied'));
  assert.equal(history.list('shop'), undefined);
});

test('a changed configuration keeps the history', () => {
  const { history } = historyOf(...appliedRun('r1'), configured);
  assert.equal(history.list('shop')?.length, 1);
});

test('texts of any length and credentials in an error are not kept', () => {
  const message = `Cannot fetch https://user:pa55word@git.example/: ${'x'.repeat(100_000)}`;
  const error = { code: 'invalid', message, cause: 'pa55word' };
  const { history } = historyOf(started(), loaded(33), ended(40, 'failed', [error]));
  const record = history.get('shop', 'r1') ?? assert.fail();
  assert.ok(JSON.stringify(record).length < 5000);
  assert.doesNotMatch(JSON.stringify(record), /pa55word/);
});

test('whoever listens is told of the begin, the end and the health of a run, until he ends it', () => {
  const { history, record } = historyOf();
  const seen: string[] = [];
  const end = history.onChange((environment, run) => seen.push(`${environment} ${run}`));
  record(started(), ended(57, 'applied'), settled(100, 'healthy', 'r1'));
  end();
  record(started(200, {}, 'r2'));
  assert.deepEqual(seen, ['shop r1', 'shop r1', 'shop r1']);
});

test('a history that nothing keeps is a history', () => {
  const history = new History();
  for (const event of [configured, ...appliedRun('r1')]) history.record(event);
  assert.equal(history.list('shop')?.length, 1);
});

test('a run that changed something is written before the next run, its health soon', () => {
  assert.deepEqual(historyOf(...appliedRun('r1'), settled(2000, 'healthy', 'r1')).writes, [0, 1000]);
});

test('a run that failed is written before the next run', () => {
  assert.deepEqual(historyOf(...failedRun('r1')).writes, [0]);
});

test('health that was found again is not written again', () => {
  const { writes } = historyOf(
    ...appliedRun('r1'),
    settled(2000, 'degraded', 'r1'),
    settled(3000, 'degraded', 'r1', true),
  );
  assert.deepEqual(writes, [0, 1000]);
});
