import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { treeId } from '@couplet/volume';
import type { ApplierEvent } from '../events.ts';
import type { EnvironmentStatus, State } from './environmentStatus.ts';
import {
  appliedRun,
  at,
  configured,
  ended,
  failedRun,
  immutable,
  loaded,
  next,
  planned,
  publication,
  pushedAt,
  started,
  told,
} from './fixtures/events.ts';
import { Status } from './status.ts';

function after(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  const found = status.get('shop');
  assert.ok(found);
  return found;
}

const unreadable: ApplierEvent = {
  environment: 'shop',
  at: pushedAt,
  kind: 'unreadable',
  error: { code: 'unreadable-publication', message: 'Cannot read the publication' },
};
const suspended: ApplierEvent = { ...configured, kind: 'configured', suspend: true };

describe('the state of an environment', () => {
  const table: [State, string, ApplierEvent[]][] = [
    ['waiting', 'configured, nothing published', []],
    ['running', 'a run goes on', [started()]],
    ['applied', 'a run applied everything', appliedRun()],
    ['failed', 'a run ended with errors', failedRun()],
    ['held', 'deletes wait', [started(), ended(50, 'held')]],
    ['stalled', 'a run had nothing to apply from', [started(), ended(50, 'stalled')]],
    ['stalled', 'the publication cannot be read', [...appliedRun(), unreadable]],
    ['stalled', 'the first publication cannot be read', [unreadable]],
    ['running', 'the publication can be read again', [...appliedRun(), unreadable, started()]],
    ['suspended', 'suspended in the configuration', [...appliedRun(), suspended]],
    ['running', 'suspended while a run goes on', [started(), suspended]],
    ['applied', 'no longer suspended', [...appliedRun(), suspended, configured]],
    [
      'applied',
      'a superseded run after an applied one',
      [...appliedRun(), started(60, {}, 'r2'), ended(70, 'superseded', [], 'r2')],
    ],
    ['waiting', 'the first run is superseded', [started(), ended(50, 'superseded')]],
    [
      'running',
      'a late event of an older run',
      [started(30, {}, 'r1'), started(40, {}, 'r2'), ended(50, 'failed', [], 'r1')],
    ],
  ];
  for (const [state, when, events] of table) {
    test(`is ${state} when: ${when}`, () => assert.equal(after(...events).state, state));
  }
});

test('an environment that waits has no other facts', () => {
  assert.deepEqual(after(), { name: 'shop', state: 'waiting', suspended: false });
});

test('an applied run is told in full', () => {
  const { commit, tree } = publication();
  assert.deepEqual(after(...appliedRun()), {
    name: 'shop',
    state: 'applied',
    suspended: false,
    repository: 'https://git.example/acme/config.git',
    ref: 'main',
    published: {
      commit,
      tree,
      subject: 'Raise web to three replicas',
      author: 'Ada Lovelace',
      at: at(27),
      committedAt: at(-60_000),
    },
    applied: { commit, tree, at: at(57) },
    run: 'r1',
    trigger: 'publication',
    startedAt: at(30),
    endedAt: at(57),
    stages: [
      { stage: 'received', at: at(0), ms: 0 },
      { stage: 'fetched', at: at(24), ms: 24 },
      { stage: 'published', at: at(27), ms: 3 },
      { stage: 'loaded', at: at(33), ms: 6 },
      { stage: 'checked', at: at(45), ms: 12 },
      { stage: 'applied', at: at(57), ms: 12 },
    ],
    counts: { created: 0, configured: 1, unchanged: 1, deleted: 0, skipped: 0, held: 0, failed: 0 },
    errors: [],
    warnings: [],
    objects: 3,
    skipped: [],
    notes: [],
    requests: 4,
  });
});

test('a failed run keeps the commit that was applied before', () => {
  const { applied, published } = after(...appliedRun(), ...failedRun('r2', { publication: next }));
  assert.deepEqual([applied?.commit, published?.commit], [publication().commit, next.commit]);
});

test('the same commit with another tree is applied anew', () => {
  const moved = publication({ tree: treeId('e'.repeat(40)) });
  const { applied } = after(
    ...appliedRun(),
    started(500, { publication: moved }, 'r2'),
    ended(510, 'applied', [], 'r2'),
  );
  assert.deepEqual(applied, { commit: moved.commit, tree: moved.tree, at: at(510) });
});

test('while a run goes on, errors, applied and counts of the last ended run stay', () => {
  const before = after(...appliedRun(), ...failedRun('r2', { publication: next }));
  const during = after(
    ...appliedRun(),
    ...failedRun('r2', { publication: next }),
    started(200, {}, 'r3'),
    loaded(210, [], 'r3'),
  );
  assert.deepEqual([during.errors, during.applied, during.counts], [before.errors, before.applied, before.counts]);
});

test('a run that goes on is told by its own id and stages', () => {
  const { run, stages, endedAt } = after(
    ...appliedRun(),
    started(200, { trigger: 'resync' }, 'r2'),
    loaded(210, [], 'r2'),
  );
  assert.deepEqual(
    { run, stages, endedAt },
    { run: 'r2', stages: [{ stage: 'loaded', at: at(210), ms: 10 }], endedAt: undefined },
  );
});

test('a run that goes on tells how many of its steps are done', () => {
  const object = told(36, { kind: 'object', id: 'ConfigMap/shop/a', outcome: 'created' });
  assert.deepEqual(after(started(), loaded(33), planned(34), object).progress, { done: 1, of: 2 });
});

test('a superseded run leaves everything as it was', () => {
  const superseded = [
    started(200, { publication: next }, 'r2'),
    loaded(201, [immutable], 'r2'),
    ended(210, 'superseded', [], 'r2'),
  ];
  assert.deepEqual(after(...appliedRun(), ...superseded), after(...appliedRun()));
});

test('a resync has no stages of sync, and keeps when its commit was applied', () => {
  const { stages, applied } = after(
    ...appliedRun(),
    started(500, { trigger: 'resync' }, 'r2'),
    ended(510, 'applied', [], 'r2'),
  );
  assert.deepEqual([stages, applied?.at], [[{ stage: 'applied', at: at(510), ms: 10 }], at(57)]);
});

test('a poll has no received stage', () => {
  const { receivedAt: _received, ...polled } = publication();
  assert.equal(after(...appliedRun('r1', { publication: polled })).stages?.[0]?.stage, 'fetched');
});

test('a publication with times that are none has the stages of the applier', () => {
  const broken = publication({ receivedAt: 'yesterday', fetchedAt: '', publishedAt: '-1e99' });
  const { stages } = after(...appliedRun('r1', { publication: broken }));
  assert.deepEqual(
    stages?.map(({ stage }) => stage),
    ['loaded', 'checked', 'applied'],
  );
});

test('an error that several events repeat is told once', () => {
  const repeated = [
    started(),
    loaded(33, [immutable]),
    planned(34, { errors: [immutable] }),
    ended(50, 'failed', [immutable]),
  ];
  assert.deepEqual(after(...repeated).errors, [immutable]);
});

test('a failed object without an error becomes one that names it', () => {
  const object = told(40, { kind: 'object', id: 'Secret/shop/key', outcome: 'failed' });
  assert.equal(after(started(), object, ended(50, 'failed')).errors?.[0]?.id, 'Secret/shop/key');
});

test('an unreadable publication is told before the errors of the last run', () => {
  assert.deepEqual(
    after(...failedRun(), unreadable).errors?.map(({ code }) => code),
    ['unreadable-publication', 'immutable-field'],
  );
});

test('held objects are listed with their reason', () => {
  const object = told(40, { kind: 'object', id: 'Deployment.apps/shop/old', outcome: 'held', reason: 'too many' });
  assert.deepEqual(after(started(), planned(34, { held: 1 }), object, ended(50, 'held')).held, {
    objects: [{ id: 'Deployment.apps/shop/old', reason: 'too many' }],
  });
});

test('warnings are apart from errors', () => {
  const { errors, warnings } = after(started(), told(40, { kind: 'warned', error: immutable }), ended(50, 'applied'));
  assert.deepEqual({ errors, warnings }, { errors: [], warnings: [immutable] });
});

test('skipped files of the publication are listed', () => {
  const skipped = [{ path: 'link.yaml', reason: 'symlink' as const }];
  assert.deepEqual(after(...appliedRun('r1', { publication: publication({ skipped }) })).skipped, skipped);
});

test('a removed environment is gone, and a late event does not bring it back', () => {
  const status = new Status();
  for (const event of [
    configured,
    ...appliedRun(),
    { environment: 'shop', at: pushedAt, kind: 'removed' } as const,
    ended(60, 'applied'),
  ]) {
    status.record(event);
  }
  assert.deepEqual(status.list(), []);
});

test('environments are listed in the order of their configuration', () => {
  const status = new Status();
  for (const environment of ['b', 'a', '__proto__']) status.record({ ...configured, environment });
  assert.deepEqual(
    status.list().map(({ name }) => name),
    ['b', 'a', '__proto__'],
  );
});
