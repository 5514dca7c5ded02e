import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runRecord, runSummary } from '../../history/fixtures/runRecords.ts';
import { objectPage, objectRow } from '../../objects/fixtures/objectRows.ts';
import { appliedRun, ended, publication, pushedAt, started, told } from '../fixtures/events.ts';
import { overviewOf, viewOf } from '../fixtures/pages.ts';
import { statusAfter } from '../fixtures/states.ts';
import { environmentPage } from './environmentPage.ts';
import { objectsPage } from './objectsPage.ts';
import { overview } from './overview.ts';
import { runPage } from './runPage.ts';
import { runsPage } from './runsPage.ts';
import { signInPage } from './signInPage.ts';

const hostile = `<script>alert(1)</script>"'&\r\n\u001b[31m\u202e\ud800<img src=x onerror=alert(1)>`;
const error = { code: hostile, message: hostile, id: hostile, file: hostile, field: hostile, manager: hostile };
const from = publication({
  subject: hostile,
  author: hostile,
  ref: hostile,
  repository: hostile,
  committedAt: hostile,
  skipped: [{ path: hostile, reason: 'symlink' }],
});
const events = [
  started(30, { publication: from }),
  told(33, {
    kind: 'loaded',
    changedFiles: 1,
    manifests: 1,
    errors: [error],
    skipped: [],
    notes: [{ message: hostile, file: hostile }],
  }),
  told(34, { kind: 'warned', error }),
  told(35, { kind: 'object', id: hostile, outcome: 'held', reason: hostile, file: hostile }),
  ended(50, 'failed'),
];
const suspended = { at: hostile, reason: hostile, until: hostile };
const status = {
  ...statusAfter(...events, { kind: 'remembered', environment: 'shop', at: pushedAt, facts: { suspended } }),
  name: hostile,
  run: hostile,
};
const cause = { kind: 'webhook' as const, from: hostile, deliveries: [hostile] };
const record = runRecord({
  id: hostile,
  environment: hostile,
  cause,
  publication: { ...runRecord().publication, subject: hostile, author: hostile, ref: hostile, committedAt: hostile },
  changes: [{ id: hostile, outcome: 'created', file: hostile, reason: hostile }],
  errors: [error],
  notes: [{ message: hostile, file: hostile }],
  skipped: [{ path: hostile, reason: 'symlink' }],
});
const runs = [
  runSummary({
    id: hostile,
    environment: hostile,
    cause,
    subject: hostile,
    author: hostile,
    firstError: error,
    pushToAppliedMs: 5,
  }),
];
const row = objectRow({
  id: hostile,
  kind: hostile,
  namespace: hostile,
  name: hostile,
  file: hostile,
  health: 'failed',
  message: hostile,
  error,
  drift: { manager: hostile, fields: [hostile], corrected: false },
});
const session = {
  csrf: hostile,
  until: 0,
  said: { tone: 'bad' as const, text: hostile, environment: hostile, at: pushedAt },
};
const view = viewOf({
  repository: hostile,
  host: hostile,
  path: hostile,
  problems: [[hostile, hostile]],
  version: hostile,
  now: pushedAt,
  viewer: { kind: 'person', session },
});

const pages = {
  'the page of all': overview([{ status, runs }], view),
  'the page of one': environmentPage({ status, runs, objects: objectPage([row]) }, view, { form: 'suspend' }),
  'the page of its runs': runsPage(status, runs, view),
  'the page of a run': runPage(record, view),
  'the page of objects': objectsPage(
    { status, found: objectPage([row]), query: { q: hostile, kind: hostile, namespace: hostile } },
    view,
  ),
  'the page to sign in': signInPage({ from: hostile, problem: hostile }, view),
};

for (const [name, page] of Object.entries(pages)) {
  const content = page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<script>.*<\/script>(?=<\/body>)/s, '')
    .replace('<!doctype html>\n', '');

  describe(`hostile text on ${name}`, () => {
    test('opens no element', () => assert.doesNotMatch(content, /<(script|img)/i));
    test('ends no attribute', () => assert.doesNotMatch(content, /<[^>]*"[^"=<>]*'&/));
    test('has no control, direction or half character left', () =>
      assert.doesNotMatch(content, /[\p{Cc}\p{Cf}\p{Cs}]/u));
    test('is shown visibly', () => assert.ok(content.includes(String.raw`\r\n\x1b[31m\u202e`)));
  });
}

test('no page has a style or a handler in an attribute: the policy would refuse it', () => {
  for (const page of Object.values(pages)) assert.doesNotMatch(page, /<[^>]* (style|on\w+)="/);
});

test('a subject of one megabyte takes one line of 200 characters', () => {
  const page = overviewOf([
    statusAfter(...appliedRun('r1', { publication: publication({ subject: 'A'.repeat(1_000_000) }) })),
  ]);
  assert.equal(/A{100,}/.exec(page)?.[0].length, 200);
});
