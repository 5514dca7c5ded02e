import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord, runSummary } from '../../history/fixtures/runRecords.ts';
import { manyObjectRows, objectPage, objectRow } from '../../objects/fixtures/objectRows.ts';
import type { ObjectPage, ObjectQuery } from '../../objects/objectRow.ts';
import type { RunError } from '../../events.ts';
import { appliedRun, configured, ended, publication, started, told } from '../fixtures/events.ts';
import { statusAfter, inState } from '../fixtures/states.ts';
import { viewOf } from '../fixtures/pages.ts';
import { PageWorld } from './fixtures/pageWorld.ts';
import { environmentPage } from './environmentPage.ts';
import { liveScript } from './live.ts';
import { objectsPage } from './objectsPage.ts';
import { overview } from './overview.ts';
import { runPage } from './runPage.ts';
import { runsPage } from './runsPage.ts';
import { styles } from './styles.ts';

/** Bytes of a page with everything that it loads: style sheet and script stand in it. */
const most = 60_000;

const sentence =
  'Cannot apply Deployment.apps/shop/web: .spec.template.spec.containers[0].image must be a string, found 3';
const longId =
  'CustomResourceWithALongName.some.group.example.com/a-namespace-with-a-long-name/an-object-with-quite-a-long-name';
const longFile = 'environments/production/europe-west/shop/backend/checkout/deployment-and-service.yaml';
const errors = (count: number): RunError[] =>
  Array.from({ length: count }, (_, index) => ({
    code: 'invalid',
    message: `${sentence} ${index}`,
    id: `${longId}-${index}`,
    file: longFile,
    line: index,
  }));
const subject = 'Give the checkout of the shop in Europe its own service account and rotate its certificate';
const runs = Array.from({ length: 50 }, (_, index) =>
  runSummary({
    id: `20261121T134205.${100 + index}Z-1a2b3c4`,
    subject,
    pushToAppliedMs: 50 + index,
    ...(index % 2 === 0 && { result: 'failed', firstError: errors(1)[0] }),
  }),
);
const heldOnes = Array.from({ length: 900 }, (_, index) =>
  told(40, {
    kind: 'object',
    id: `${longId}-${index}`,
    outcome: 'held',
    file: longFile,
    line: index,
    reason: sentence,
  }),
);
const notes = Array.from({ length: 900 }, (_, index) => ({
  message: `${sentence} ${index}`,
  file: longFile,
  line: index,
}));
const skipped = Array.from({ length: 900 }, (_, index) => ({
  path: `${longFile}-${index}`,
  reason: 'symlink' as const,
}));
const worst = statusAfter(
  started(30, { publication: publication({ subject, skipped }) }),
  told(33, { kind: 'loaded', changedFiles: 1, manifests: 10_000, errors: [], skipped: [], notes }),
  told(39, { kind: 'planned', apply: 0, prune: 0, unchanged: 1, held: 900, heldPlan: 'ab12'.repeat(16), errors: [] }),
  ...heldOnes,
  ...errors(900).map((error) => told(45, { kind: 'warned', error })),
  ended(50, 'failed', errors(2000)),
);
const rows = manyObjectRows(50).map((row, index) =>
  objectRow({
    ...row,
    id: `${longId}-${index}`,
    name: `an-object-with-quite-a-long-name-${index}`,
    namespace: 'a-namespace-with-a-long-name',
    file: longFile,
    ...(index < 10 && { health: 'failed', message: sentence }),
  }),
);
const tenThousand: ObjectPage = {
  ...objectPage(rows),
  total: 10_000,
  matched: 10_000,
  pages: 200,
  namespaces: Array.from({ length: 40 }, (_, index) => `a-namespace-with-quite-a-long-name-of-a-team-${index}`),
};
const person = viewOf({ viewer: { kind: 'person', session: { csrf: 'c'.repeat(43), until: 0 } } });
const record = runRecord({
  changes: Array.from({ length: 500 }, (_, index) => ({
    id: `${longId}-${index}`,
    outcome: 'configured' as const,
    file: longFile,
    line: index,
  })),
  errors: errors(900),
  warnings: errors(900),
  notes,
  skipped,
});

const pages: Record<string, string> = {
  'all environments, each with everything': overview(
    Array.from({ length: 5 }, (_, index) => ({ status: { ...worst, name: `team-${index}` }, runs })),
    person,
  ),
  'two hundred environments': overview(
    Array.from({ length: 200 }, (_, index) => ({
      status: { ...statusAfter(...appliedRun('r1', { publication: publication({ subject }) })), name: `team-${index}` },
      runs,
    })),
    person,
  ),
  'two hundred environments, a third of them with everything': overview(
    Array.from({ length: 200 }, (_, index) => ({
      status: {
        ...(index % 3 === 0 ? worst : statusAfter(...appliedRun('r1', { publication: publication({ subject }) }))),
        name: `team-${index}`,
      },
      runs,
    })),
    person,
  ),
  'one environment with everything': environmentPage({ status: worst, runs, objects: tenThousand }, person),
  'fifty runs': runsPage(worst, runs, person),
  'a run with everything': runPage(record, person),
  'ten thousand objects': objectsPage({ status: inState('shop', 'healthy'), found: tenThousand, query: {} }, person),
};

for (const [name, page] of Object.entries(pages)) {
  test(`the page of ${name} has less than 60 KB`, () => {
    const bytes = Buffer.byteLength(page);
    assert.ok(bytes < most, `${bytes} bytes, of which ${styles.length} style and ${liveScript.length} script`);
  });
}

test('a message of a megabyte leaves the page below 60 KB', () => {
  const message = '"<&'.repeat(400_000);
  const status = statusAfter(
    started(),
    ended(50, 'failed', [{ code: 'invalid', message, id: message, file: message }]),
  );
  assert.ok(Buffer.byteLength(environmentPage({ status, runs: [] }, viewOf())) < most);
});

test('a page asks for what it shows: one page of objects, the list of runs once, no run and no other environment', async () => {
  const asked: unknown[][] = [];
  const objects = {
    query: (name: string, query: ObjectQuery): ObjectPage => {
      asked.push(['objects', name, query.limit]);
      return tenThousand;
    },
  };
  const history = {
    list: (name: string) => {
      asked.push(['runs', name]);
      return runs;
    },
    get: (name: string, id: string) => {
      asked.push(['run', name, id]);
      return undefined;
    },
  };
  await using world = new PageWorld({
    objects,
    history,
    events: [...appliedRun(), { ...configured, environment: 'other' }],
  });
  await world.get('/environments/shop');
  await world.get('/environments/shop/objects');
  assert.deepEqual(asked, [
    ['objects', 'shop', 1],
    ['runs', 'shop'],
    ['objects', 'shop', 50],
  ]);
});
