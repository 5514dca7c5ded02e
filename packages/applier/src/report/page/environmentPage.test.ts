import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSummary } from '../../history/fixtures/runRecords.ts';
import { manyObjectRows, objectPage } from '../../objects/fixtures/objectRows.ts';
import {
  at,
  appliedRun,
  ended,
  failedRun,
  immutable,
  loaded,
  next,
  publication,
  pushedAt,
  started,
  told,
} from '../fixtures/events.ts';
import { pageOf, textOf, viewOf } from '../fixtures/pages.ts';
import { statusAfter } from '../fixtures/states.ts';
import { environmentPage } from './environmentPage.ts';

test('the commit is shown with short id, subject, author, age and exact time', () => {
  const page = pageOf(statusAfter(...appliedRun()));
  assert.match(textOf(page), /1a2b3c4 Raise web to three replicas Ada Lovelace committed 4 min ago ref main/);
  assert.ok(page.includes(`<time datetime="${at(-60_000)}" title="2026-11-21 13:41:05 UTC">`));
});

test('git and the cluster stand side by side with the sign of their relation', () => {
  const equal = textOf(pageOf(statusAfter(...appliedRun())));
  const other = textOf(pageOf(statusAfter(...appliedRun(), ...failedRun('r2', { publication: next }))));
  assert.match(equal, /git says 1a2b3c4 .* = is equal to the cluster has 1a2b3c4 the same/);
  assert.match(other, /git says 5c0ffee .* ≠ is not equal to the cluster has 1a2b3c4 another commit/);
});

test('a commit that could not be applied completely is not equal, also when it once was', () => {
  assert.match(
    textOf(pageOf(statusAfter(...appliedRun(), ...failedRun('r2')))),
    /≠ is not equal to .* 1a2b3c4 in part/,
  );
});

test('the stages are shown as text with their milliseconds', () => {
  const text = textOf(pageOf(statusAfter(...appliedRun())));
  assert.match(text, /received 13:42:05\.000 fetched 24 ms published 3 ms loaded 6 ms checked 12 ms applied 12 ms/);
});

test('the bar of the stages is filled from 0 to 100 percent', () => {
  const widths = [...pageOf(statusAfter(...appliedRun())).matchAll(/class="stage[^>]* width="([\d.]+)%"/g)].map(
    ([, width]) => Number(width),
  );
  assert.ok(Math.abs(widths.reduce((sum, width) => sum + width, 0) - 100) < 0.1, widths.join(' '));
});

test('a run without measurable time has a bar of even stages', () => {
  const run = [started(30, { trigger: 'resync' }), loaded(30), ended(30, 'applied')];
  assert.equal([...pageOf(statusAfter(...run)).matchAll(/width="50%" height="100%"/g)].length, 2);
});

test('an error is shown in full, with object, place, field and manager', () => {
  const text = textOf(pageOf(statusAfter(...failedRun())));
  for (const part of [
    'Deployment.apps/shop/web',
    'shop/web.yaml:12',
    'document 2',
    immutable.message,
    'field spec.selector',
    'manager kubectl-edit',
    'code immutable-field',
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('a thousand errors are all there, page by page, and the others counted', () => {
  const errors = Array.from({ length: 3000 }, (_, index) => ({ code: 'invalid', message: `wrong ${index}.` }));
  const status = statusAfter(started(), ended(50, 'failed', errors));
  const seen = new Set<string>();
  let from: number | undefined = 1;
  while (from !== undefined) {
    const page: string = environmentPage({ status, runs: [] }, viewOf(), { errors: from });
    for (const [found] of page.matchAll(/wrong \d+\./g)) seen.add(found);
    assert.match(page, /3,000 errors/);
    const link = /\?errors=(\d+)#errors">from [\d,]+ on/.exec(page)?.[1];
    from = link === undefined ? undefined : Number(link);
  }
  assert.equal(seen.size, 999);
});

test('held deletes are listed in full with one reason for all, and the button names how many', () => {
  const held = ['a', 'b'].map((name) =>
    told(40, { kind: 'object', id: `ConfigMap/shop/${name}`, outcome: 'held', reason: 'too many' }),
  );
  const planned = told(39, {
    kind: 'planned',
    apply: 0,
    prune: 0,
    unchanged: 1,
    held: 2,
    heldPlan: 'ab12'.repeat(16),
    errors: [],
  });
  const status = statusAfter(started(), planned, ...held, ended(50, 'held'));
  const session = { csrf: 'c', until: 0 };
  const page = pageOf(status, { viewer: { kind: 'person', session } });
  assert.match(textOf(page), /2 deletes wait for a person too many ConfigMap\/shop\/a ConfigMap\/shop\/b/);
  assert.ok(page.includes('action="/environments/shop/approve"'));
  assert.ok(page.includes('<button class="strong">Delete these 2 objects</button>'));
});

test('drift and deletes that are held up are listed with who it was and since when', () => {
  const source = { file: 'shop/web.yaml', line: 1, document: 1 };
  const drift = {
    id: 'Deployment.apps/shop/web',
    manager: '<b>hpa',
    fields: ['.spec.replicas'],
    corrected: true,
    source,
  };
  const gone = { id: 'ConfigMap/shop/a', fields: [], deleted: true, corrected: false, source };
  const common = { environment: 'shop', at: pushedAt };
  const stuck = [{ id: 'Pod/shop/p', since: at(0) }];
  const text = textOf(
    pageOf(
      statusAfter(
        ...appliedRun(),
        { ...common, kind: 'drifted', objects: [drift, gone], requests: 1 },
        { ...common, kind: 'deleting', objects: stuck },
      ),
    ),
  );
  for (const part of [
    '2 drifted objects',
    'Deployment.apps/shop/web <b>hpa took .spec.replicas: corrected',
    'ConfigMap/shop/a was deleted: not corrected',
    '1 stuck delete',
    'Pod/shop/p deleted, still there 3 min ago',
  ]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
});

test('notes and skipped files are listed with their place', () => {
  const skipping = publication({ skipped: [{ path: 'link.yaml', reason: 'symlink' }] });
  const note = { message: 'status was left out', file: 'shop/web.yaml', line: 4 };
  const run = [
    started(30, { publication: skipping }),
    told(33, { kind: 'loaded', changedFiles: 1, manifests: 3, errors: [], skipped: [], notes: [note] }),
    ended(50, 'applied'),
  ];
  assert.match(
    textOf(pageOf(statusAfter(...run))),
    /1 note shop\/web\.yaml:4 status was left out 1 skipped file link\.yaml symlink/,
  );
});

test('while a run goes on the errors before it are said to be of the run before', () => {
  assert.match(textOf(pageOf(statusAfter(...failedRun(), started(200, {}, 'r2')))), /1 error of the run before/);
});

test('the runs before are a strip that leads to each, in words too', () => {
  const runs = [runSummary({ id: 'new', result: 'failed' }), runSummary({ id: 'old' })];
  const page = environmentPage({ status: statusAfter(...appliedRun()), runs }, viewOf());
  const marks = [...page.matchAll(/<a class="mark ([^"]+)" href="([^"]+)" title="([^"]+)">/g)].map(
    ([, ...facts]) => facts,
  );
  assert.deepEqual(marks, [
    [
      'good healthy',
      '/environments/shop/runs/old',
      'healthy: 1a2b3c4 Raise web to three replicas, 1 configured, 2026-11-21 13:42:05 UTC',
    ],
    [
      'bad failed',
      '/environments/shop/runs/new',
      'failed: 1a2b3c4 Raise web to three replicas, 1 configured, 2026-11-21 13:42:05 UTC',
    ],
  ]);
});

test('push to applied is drawn with one point for each push, and told in words', () => {
  const runs = [50, 60, 9000].map((pushToAppliedMs) => runSummary({ pushToAppliedMs }));
  const page = environmentPage({ status: statusAfter(...appliedRun()), runs }, viewOf());
  assert.match(page, /aria-label="Push to applied, the last 3: newest 50 ms, median 60 ms, slowest 9,000 ms"/);
  const heights = [...(/class="dots" d="([^"]+)"/.exec(page)?.[1] ?? '').matchAll(/ ([\d.]+)h0/g)].map(([, y]) =>
    Number(y),
  );
  assert.deepEqual([heights.length, (heights[0] ?? 0) < (heights[1] ?? 0)], [3, true]);
});

test('the objects are counted by health, each a link to them', () => {
  const objects = objectPage(manyObjectRows(200));
  const page = environmentPage({ status: statusAfter(...appliedRun()), runs: [], objects }, viewOf());
  assert.ok(page.includes('href="/environments/shop/objects?health=failed"'));
  assert.match(textOf(page), /200 objects failed 1 progressing 1 current 198/);
});
