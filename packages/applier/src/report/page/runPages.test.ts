import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord, runSummary } from '../../history/fixtures/runRecords.ts';
import type { RunRecord, RunTrigger } from '../../history/runRecord.ts';
import { at, immutable } from '../fixtures/events.ts';
import { textOf, viewOf } from '../fixtures/pages.ts';
import { inState } from '../fixtures/states.ts';
import { runPage } from './runPage.ts';
import { runsPage } from './runsPage.ts';
import type { RunWord } from './runWord.ts';

const shop = inState('shop', 'healthy');
const unchanged = { created: 0, configured: 0, unchanged: 3, deleted: 0, skipped: 0, held: 0, failed: 0 };
const textOfRun = (more: Partial<RunRecord>): string => textOf(runPage(runRecord(more), viewOf()));

/** Where the link to the rest of a list leads. */
function nextStart(page: string, parameter: string): number | undefined {
  const start = new RegExp(`\\?${parameter}=(\\d+)#${parameter}">from [\\d,]+ on`).exec(page)?.[1];
  return start === undefined ? undefined : Number(start);
}

function running(): RunRecord {
  const { endedAt: _, result: __, health: ___, ...rest } = runRecord();
  return rest;
}

const ends: Record<RunWord, [run: RunRecord, sentence: RegExp]> = {
  running: [running(), /1a2b3c4 is being applied\./],
  healthy: [runRecord(), /1a2b3c4 was applied and became healthy\./],
  degraded: [runRecord({ health: { result: 'degraded', at: at(0) } }), /1a2b3c4 was applied and is not healthy\./],
  failed: [
    runRecord({ result: 'failed', errors: [immutable] }),
    /1 error kept 1a2b3c4 from being applied completely\./,
  ],
  held: [runRecord({ result: 'held', counts: { ...unchanged, held: 2 } }), /but 2 deletes waited for a person\./],
  stalled: [runRecord({ result: 'stalled' }), /There was nothing to apply from\./],
  superseded: [runRecord({ result: 'superseded' }), /1a2b3c4 gave way to a newer one\./],
  'rolled-back': [
    runRecord({ rollback: { commit: '9'.repeat(40), tree: 'e'.repeat(40) } }),
    /9999999 was applied in the place of 1a2b3c4\./,
  ],
  applied: [{ ...running(), endedAt: at(57), result: 'applied' }, /1a2b3c4 was applied\./],
};

for (const [word, [run, sentence]] of Object.entries(ends)) {
  test(`a run that ended as ${word} says so`, () => {
    const page = runPage(run, viewOf());
    assert.match(textOf(page), sentence);
    assert.ok(page.includes(`<span>${word}</span>`));
  });
}

const causes: [Partial<RunRecord>, RegExp][] = [
  [{}, /push, told by github/],
  [{ cause: { kind: 'call', from: 'token-ci' } }, /push, told by a call with token-ci/],
  [{ cause: { kind: 'poll' } }, /push, found by polling/],
  ...(
    [
      ['resync', /full re-check/],
      ['start', /start of the applier/],
      ['retry', /another try/],
      ['run', /asked for by a person/],
      ['approve', /approved by a person/],
      ['resume', /end of the suspension/],
      ['rollback', /roll back/],
      ['drift', /drift/],
    ] satisfies [RunTrigger, RegExp][]
  ).map(([trigger, text]): [Partial<RunRecord>, RegExp] => [{ trigger }, text]),
];

for (const [more, text] of causes) {
  test(`a run tells why it ran: ${text.source}`, () => assert.match(textOfRun(more), text));
}

test('a run has what changed, object by object with its place', () => {
  const text = textOfRun({
    changes: [
      { id: 'Deployment.apps/shop/web', outcome: 'configured', file: 'shop/web.yaml', line: 12 },
      { id: 'ConfigMap/shop/old', outcome: 'deleted' },
    ],
  });
  assert.match(
    text,
    /What changed configured Deployment\.apps\/shop\/web shop\/web\.yaml:12 deleted ConfigMap\/shop\/old/,
  );
});

test('a run has every error in full', () => {
  assert.ok(textOfRun({ result: 'failed', errors: [immutable] }).includes(immutable.message));
});

test('five hundred changes are all there, page by page', () => {
  const changes = Array.from({ length: 500 }, (_, index) => ({
    id: `ConfigMap/shop/c-${index}`,
    outcome: 'created' as const,
  }));
  const seen = new Set<string>();
  let from: number | undefined = 1;
  while (from !== undefined) {
    const page: string = runPage(runRecord({ changes, more: { changes: 7 } }), viewOf(), { changes: from });
    for (const [found] of page.matchAll(/shop\/c-\d+/g)) seen.add(found);
    assert.match(page, /of 507/);
    from = nextStart(page, 'changes');
  }
  assert.equal(seen.size, 500);
});

test('a run that changed nothing says that nothing changed', () => {
  assert.match(textOfRun({ changes: [], counts: unchanged }), /nothing changed in the cluster/);
});

test('runs are listed by day, with what changed and the first error', () => {
  const runs = [
    runSummary({ result: 'failed', firstError: immutable }),
    runSummary({ id: 'quiet', counts: unchanged, repeated: { times: 12, since: at(-7_200_000) } }),
    runSummary({ id: 'before', startedAt: '2026-11-20T09:00:00.000Z' }),
    runSummary({ id: 'long', startedAt: '2026-11-01T09:00:00.000Z' }),
  ];
  const page = runsPage(shop, runs, viewOf());
  assert.deepEqual(
    [...page.matchAll(/class="day">([^<]+)/g)].map(([, day]) => day),
    ['Today', 'Yesterday', '2026-11-01, 20 days ago'],
  );
  assert.match(textOf(page), /shop\/web\.yaml:12 Cannot apply Deployment\.apps\/shop\/web/);
  assert.match(textOf(page), /nothing changed push, told by github Ada Lovelace the same 12 times since 2 h ago/);
});

test('fifty runs are all there, page by page', () => {
  const runs = Array.from({ length: 50 }, (_, index) => runSummary({ id: `run-${index}` }));
  const seen = new Set<string | undefined>();
  let from: number | undefined = 1;
  while (from !== undefined) {
    const page: string = runsPage(shop, runs, viewOf(), from);
    const list = page.slice(page.indexOf('class="runs card"'));
    for (const [, id] of list.matchAll(/runs\/(run-\d+)"/g)) seen.add(id);
    from = nextStart(page, 'from');
  }
  assert.equal(seen.size, 50);
});

test('without a run the page says that none is known', () => {
  assert.match(textOf(runsPage(shop, [], viewOf())), /No run is known yet/);
});
