import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId, treeId, type Publication } from '@couplet/volume';
import type { Drift, RunEvent } from '../events.ts';
import {
  appliedRun,
  at,
  ended,
  immutable,
  next,
  publication,
  pushedAt,
  started,
  told,
} from '../report/fixtures/events.ts';
import { historyOf, settled } from './fixtures/historyOf.ts';

const resync = (run: string, ms: number): RunEvent[] => [
  started(ms, { trigger: 'resync' }, run),
  ended(ms + 5, 'applied', [], run),
];

const retry = (run: string, message: string): RunEvent[] => [
  told(100, { kind: 'started', trigger: 'retry', publication: publication() }, run),
  ended(105, 'failed', [{ ...immutable, message }], run),
];

function drifted(ms: number, more: Partial<Drift> = {}) {
  const source = { file: 'shop/web.yaml', line: 3, document: 1 };
  const drift = {
    id: 'Deployment.apps/shop/web',
    manager: 'kubectl-edit',
    fields: ['.spec.replicas'],
    corrected: true,
    source,
    ...more,
  };
  return { kind: 'drifted' as const, environment: 'shop', at: pushedAt + ms, requests: 1, objects: [drift] };
}

test('resyncs that found nothing are one record, which says how many they were and since when', () => {
  const { history, writes } = historyOf(
    ...appliedRun('r1'),
    ...resync('r2', 100),
    ...resync('r3', 200),
    ...resync('r4', 300),
  );
  assert.deepEqual(
    history.list('shop')?.map(({ id, repeated }) => [id, repeated]),
    [
      ['r4', { times: 3, since: at(100) }],
      ['r1', undefined],
    ],
  );
  assert.deepEqual(writes, [0, 60_000, 60_000, 60_000], 'they wait for company');
});

test('the health of the repeated run is that of the last, and of those before as long as it is not known', () => {
  const { history, record } = historyOf(
    ...appliedRun('r1'),
    ...resync('r2', 100),
    settled(120, 'degraded', 'r2'),
    ...resync('r3', 200),
  );
  const { health, errors } = history.get('shop', 'r3') ?? assert.fail();
  assert.deepEqual([health?.result, errors[0]?.code], ['degraded', 'image-pull']);
  record(settled(220, 'healthy', 'r3'), ...resync('r4', 300));
  const last = history.get('shop', 'r4');
  assert.deepEqual([last?.health?.result, last?.errors, last?.repeated?.times], ['healthy', [], 3]);
});

test('retries that fail in the same way are one record, and another error is another', () => {
  const { history } = historyOf(...retry('r1', 'one'), ...retry('r2', 'one'), ...retry('r3', 'two'));
  assert.deepEqual(
    history.list('shop')?.map(({ id }) => id),
    ['r3', 'r2'],
  );
});

/** A run that a commit caused, and that changed nothing. */
const untouched = (run: string, more: Partial<Publication>, result: 'applied' | 'failed' = 'applied'): RunEvent[] => [
  started(100, { publication: publication(more) }, run),
  ended(105, result, [], run),
];

test('commits that do not touch the environment are one record, of the last of them', () => {
  const other = untouched('r3', { commit: commitId('c'.repeat(40)), subject: 'Change another' });
  const { history, writes } = historyOf(...appliedRun('r1'), ...untouched('r2', {}), ...other);
  assert.deepEqual(
    history.list('shop')?.map(({ id, subject, repeated }) => [id, subject, repeated?.times]),
    [
      ['r3', 'Change another', 2],
      ['r1', 'Raise web to three replicas', undefined],
    ],
  );
  assert.equal(writes.at(-1), 60_000);
});

test('commits that touch the environment, or fail, are records of their own', () => {
  const touching = untouched('r2', { tree: treeId('e'.repeat(40)) });
  const failing = [...untouched('r3', {}, 'failed'), ...untouched('r4', {}, 'failed')];
  const { history } = historyOf(...untouched('r1', {}), ...touching, ...failing);
  assert.equal(history.list('shop')?.length, 4);
});

test('a resync that changed something, or of another commit, is no repetition', () => {
  const changing = appliedRun('r3', { trigger: 'resync' });
  const other = [started(400, { trigger: 'resync', publication: next }, 'r4'), ended(405, 'applied', [], 'r4')];
  const { history } = historyOf(...resync('r2', 100), ...changing, ...other);
  assert.deepEqual(
    history.list('shop')?.map(({ id }) => id),
    ['r4', 'r3', 'r2'],
  );
});

test('a new commit that changed nothing is written soon', () => {
  const { writes } = historyOf(
    ...appliedRun('r1'),
    started(100, { publication: next }, 'r2'),
    ended(105, 'applied', [], 'r2'),
  );
  assert.deepEqual(writes, [0, 1000]);
});

test('drift that was corrected between runs is a record of its own, and says who and what', () => {
  const { history, writes } = historyOf(...appliedRun('r1'), drifted(500));
  const [newest] = history.list('shop') ?? [];
  const { trigger, result, changes, counts, ...drift } = history.get('shop', newest?.id ?? '') ?? assert.fail();
  assert.deepEqual(
    [trigger, result, counts.configured, drift.publication.subject],
    ['drift', 'applied', 1, 'Raise web to three replicas'],
  );
  assert.deepEqual(changes, [
    {
      id: 'Deployment.apps/shop/web',
      outcome: 'configured',
      file: 'shop/web.yaml',
      line: 3,
      reason: 'kubectl-edit changed .spec.replicas',
    },
  ]);
  assert.deepEqual(writes, [0, 0]);
});

test('an object that came back was deleted by somebody', () => {
  const { history } = historyOf(...appliedRun('r1'), drifted(500, { deleted: true }));
  const { changes } = history.get('shop', history.list('shop')?.[0]?.id ?? '') ?? assert.fail();
  assert.deepEqual(
    changes.map(({ outcome, reason }) => [outcome, reason]),
    [['created', 'somebody deleted it']],
  );
});

test('drift that was left alone is a warning, and drift that could not be corrected an error', () => {
  const left = drifted(500, { corrected: false, error: { code: 'drifted', message: 'left' } });
  const refused = drifted(600, { corrected: false, error: { code: 'forbidden', message: 'no' } });
  const { history } = historyOf(...appliedRun('r1'), left, refused);
  const [second, first] = history.list('shop') ?? [];
  assert.deepEqual([first?.result, history.get('shop', first?.id ?? '')?.warnings[0]?.code], ['applied', 'drifted']);
  assert.deepEqual([second?.result, second?.firstError?.code], ['failed', 'forbidden']);
});

test('the same drift again and again is one record', () => {
  const { history } = historyOf(...appliedRun('r1'), drifted(500), drifted(700), drifted(900));
  assert.deepEqual(
    history.list('shop')?.map(({ repeated }) => repeated?.times),
    [3, undefined],
  );
});

test('drift that a run corrects is the reason of that change', () => {
  const { history, record } = historyOf(...appliedRun('r1').slice(0, -1), drifted(52));
  record(ended(57, 'applied'));
  assert.deepEqual(
    history.get('shop', 'r1')?.changes.map(({ reason }) => reason),
    ['kubectl-edit changed .spec.replicas'],
  );
});
