import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ApplierEvent } from '../../events.ts';
import { states, type EnvironmentStatus, type State } from '../environmentStatus.ts';
import {
  appliedRun,
  at,
  configured,
  ended,
  failedRun,
  immutable,
  loaded,
  publication,
  pushedAt,
  started,
  told,
} from '../fixtures/events.ts';
import { Status } from '../status.ts';
import { renderPage } from './page.ts';

const now = pushedAt + 3 * 60_000;

function statusAfter(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  const found = status.get('shop');
  assert.ok(found);
  return found;
}

function render(
  environments: EnvironmentStatus[],
  more: { repository?: string; refresh?: boolean; only?: string } = {},
): string {
  return renderPage({
    environments,
    repository: 'https://git.example/acme/config.git',
    problems: [],
    version: '0.1.0',
    now,
    refresh: true,
    ...more,
  });
}

function one(name: string, state: State): EnvironmentStatus {
  return { name, state, suspended: false };
}

/** What a person reads: the page without its style sheet and tags. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/ +/g, ' ');
}

describe('the headline', () => {
  const headlines: Record<State, RegExp> = {
    waiting: /shop does not follow git now\./,
    running: /shop is being applied\./,
    applied: /The cluster is what git says\./,
    healthy: /The cluster is what git says\./,
    degraded: /shop is not healthy\./,
    failed: /shop is not what git says\./,
    held: /shop waits for a person\./,
    stalled: /shop is not what git says\./,
    suspended: /shop does not follow git now\./,
    'rolled-back': /shop waits for a person\./,
  };
  for (const state of states) {
    test(`answers for ${state}`, () =>
      assert.match(textOf(render([{ name: 'shop', state, suspended: false }])), headlines[state]));
  }

  test('gives the worst answer of several environments', () => {
    const page = render([one('a', 'applied'), one('b', 'failed'), one('c', 'stalled'), one('d', 'running')]);
    assert.match(textOf(page), / b and c are not what git says\./);
  });

  test('names three environments and counts the others', () => {
    const page = render(['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, state: 'failed', suspended: false })));
    assert.match(textOf(page), / a , b , c and 2 more are not what git says\./);
  });

  test('says when nothing is configured', () => assert.match(textOf(render([])), /No environment is configured\./));
});

test('each state has its word and a shape of its own', () => {
  const shapes = states.map((state) => {
    const [, shape] =
      /class="badge [a-z]+"><svg[^>]*><path d="([^"]+)"[^>]*><\/path><\/svg><span>([a-z-]+)<\/span>/.exec(
        render([{ name: 'shop', state, suspended: false }]),
      ) ?? [undefined, undefined];
    return shape;
  });
  assert.deepEqual([shapes.includes(undefined), new Set(shapes).size], [false, states.length]);
});

test('the commit is shown with short id, subject, author, age and exact time', () => {
  const page = render([statusAfter(...appliedRun())]);
  assert.match(textOf(page), /1a2b3c4 Raise web to three replicas Ada Lovelace committed 4 min ago ref main/);
  assert.ok(page.includes(`<time datetime="${at(-60_000)}" title="2026-11-21 13:41:05 UTC">`));
});

test('the stages are shown as text with their milliseconds', () => {
  const text = textOf(render([statusAfter(...appliedRun())]));
  assert.match(text, /received 13:42:05\.000 fetched 24 ms published 3 ms loaded 6 ms checked 12 ms applied 12 ms/);
});

test('the bar of the stages is filled from 0 to 100 percent', () => {
  const widths = [...render([statusAfter(...appliedRun())]).matchAll(/width="([\d.]+)%" height="100%"/g)].map(
    ([, width]) => Number(width),
  );
  assert.ok(Math.abs(widths.reduce((sum, width) => sum + width, 0) - 100) < 0.1, widths.join(' '));
});

test('a run without measurable time has a bar of even stages', () => {
  const run = [started(30, { trigger: 'resync' }), loaded(30), ended(30, 'applied')];
  assert.equal([...render([statusAfter(...run)]).matchAll(/width="50%" height="100%"/g)].length, 2);
});

test('an error is shown in full, with object, place, field and manager', () => {
  const text = textOf(render([statusAfter(...failedRun())]));
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

test('a thousand errors are all shown, and the others counted', () => {
  const errors = Array.from({ length: 3000 }, (_, index) => ({ code: 'invalid', message: `wrong ${index}.` }));
  const text = textOf(render([statusAfter(started(), ended(50, 'failed', errors))]));
  assert.deepEqual([text.includes('wrong 998.'), text.includes('3,000 errors')], [true, true]);
});

test('held deletes are unfolded, notes and skipped files folded', () => {
  const note = { message: 'status was left out', file: 'shop/web.yaml', line: 4 };
  const run = [
    started(30, { publication: publication({ skipped: [{ path: 'link.yaml', reason: 'symlink' }] }) }),
    told(33, { kind: 'loaded', changedFiles: 1, manifests: 3, errors: [], skipped: [], notes: [note] }),
    told(40, { kind: 'object', id: 'Deployment.apps/shop/old', outcome: 'held', reason: 'too many' }),
    ended(50, 'held'),
  ];
  const folds = [...render([statusAfter(...run)]).matchAll(/<details( open)?><summary>([^<]+)/g)].map(
    ([, open, title]) => [title, open],
  );
  assert.deepEqual(folds, [
    ['1 held delete', ' open'],
    ['1 note', undefined],
    ['1 skipped file', undefined],
  ]);
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
    render([
      statusAfter(
        ...appliedRun(),
        { ...common, kind: 'drifted', objects: [drift, gone], requests: 1 },
        { ...common, kind: 'deleting', objects: stuck },
      ),
    ]),
  );
  for (const part of [
    '2 drifted objects',
    'Deployment.apps/shop/web <b>hpa took .spec.replicas: corrected',
    'ConfigMap/shop/a was deleted: not corrected',
    '1 stuck delete',
    'Pod/shop/p deleted, still there',
  ]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
});

test('the page of one environment is unfolded, so that it stays readable while it refreshes', () => {
  const run = appliedRun('r1', { publication: publication({ skipped: [{ path: 'link.yaml', reason: 'symlink' }] }) });
  assert.match(render([statusAfter(...run)], { only: 'shop' }), /<details open><summary>1 skipped file/);
});

test('the page refreshes itself every 5 seconds', () => {
  assert.ok(render([]).includes('<meta http-equiv="refresh" content="5"/>'));
});

test('only a web address becomes a link', () => {
  assert.ok(!render([], { repository: 'javascript:alert(1)//https://' }).includes('href="javascript'));
});

describe('hostile text', () => {
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
  const run = [
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
    told(35, { kind: 'object', id: hostile, outcome: 'held', reason: hostile }),
    ended(50, 'failed'),
  ];
  const page = render([{ ...statusAfter(...run), name: hostile, run: hostile }], {
    repository: hostile,
    only: hostile,
  });
  const content = page.replace(/<style>.*?<\/style>/s, '').replace('<!doctype html>\n', '');

  test('opens no element', () => assert.doesNotMatch(content, /<(script|img)/i));
  test('ends no attribute', () => assert.doesNotMatch(content, /<[^>]*"[^"=<>]*'&/));
  test('has no control, direction or half character left', () => assert.doesNotMatch(content, /[\p{Cc}\p{Cf}\p{Cs}]/u));
  test('is shown visibly', () => assert.ok(content.includes(String.raw`\r\n\x1b[31m\u202e`)));
});

test('a subject of one megabyte takes one line of 200 characters', () => {
  const page = render([
    statusAfter(...appliedRun('r1', { publication: publication({ subject: 'A'.repeat(1_000_000) }) })),
  ]);
  assert.equal(/A{100,}/.exec(page)?.[0].length, 200);
});
