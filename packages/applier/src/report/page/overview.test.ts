import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runSummary } from '../../history/fixtures/runRecords.ts';
import { states, type State } from '../environmentStatus.ts';
import { appliedRun, ended, failedRun, pushedAt, started, told } from '../fixtures/events.ts';
import { overviewOf, textOf, viewOf } from '../fixtures/pages.ts';
import { inState, statusAfter } from '../fixtures/states.ts';
import { overview } from './overview.ts';

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
    test(`answers for ${state}`, () => assert.match(textOf(overviewOf([inState('shop', state)])), headlines[state]));
  }

  test('gives the worst answer of several environments', () => {
    const page = overviewOf([
      inState('a', 'applied'),
      inState('b', 'failed'),
      inState('c', 'stalled'),
      inState('d', 'running'),
    ]);
    assert.match(textOf(page), / b and c are not what git says\./);
  });

  test('names three environments and counts the others', () => {
    const page = overviewOf(['a', 'b', 'c', 'd', 'e'].map((name) => inState(name, 'failed')));
    assert.match(textOf(page), / a , b , c and 2 more are not what git says\./);
  });

  test('leads to the page of each environment that it names', () => {
    assert.match(overviewOf([inState('shop', 'failed')]), /<h1><span><a href="\/environments\/shop">shop<\/a>/);
  });

  test('says when nothing is configured', () => assert.match(textOf(overviewOf([])), /No environment is configured\./));
});

test('each state has its word and a shape of its own', () => {
  const shapes = states.map((state) => {
    const page = overviewOf([inState('shop', state)]);
    const [, name = ''] =
      /class="badge [a-z]+"><svg[^>]*><use href="#i-([a-z-]+)"><\/use><\/svg><span>([a-z-]+)<\/span>/.exec(page) ?? [];
    return new RegExp(`id="i-${name}"[^>]*><path d="([^"]+)"`).exec(page)?.[1];
  });
  assert.deepEqual([shapes.includes(undefined), new Set(shapes).size], [false, states.length]);
});

test('what needs a person comes first, and what is being applied stays in its place', () => {
  const page = overviewOf([
    inState('a', 'healthy'),
    inState('b', 'running'),
    inState('c', 'held'),
    inState('d', 'failed'),
  ]);
  const order = [...page.matchAll(/<article[^>]* id="environment-(\w)"/g)].map(([, name]) => name);
  assert.deepEqual(order, ['d', 'c', 'a', 'b']);
});

test('an environment that fails shows its errors with object, file and line, also among forty others', () => {
  const others = Array.from({ length: 40 }, (_, index) => inState(`team-${index}`, 'healthy'));
  const text = textOf(overviewOf([...others, statusAfter(...failedRun())]));
  assert.match(text, /Deployment\.apps\/shop\/web shop\/web\.yaml:12/);
});

test('held deletes are named, and the way to approve them', () => {
  const held = told(40, { kind: 'object', id: 'ConfigMap/shop/old', outcome: 'held', reason: 'too many' });
  const page = overviewOf([statusAfter(started(), held, ended(50, 'held'))]);
  assert.match(textOf(page), /1 delete waits for a person too many ConfigMap\/shop\/old/);
  assert.ok(page.includes('href="/environments/shop#held"'));
});

test('the last runs of each environment are drawn and told', () => {
  const runs = [runSummary({ result: 'failed' }), ...Array.from({ length: 30 }, () => runSummary())];
  const page = overview([{ status: statusAfter(...appliedRun()), runs }], viewOf());
  assert.match(page, /aria-label="20 runs, 1 of them failed or degraded"/);
});

test('the twenty-first environment is one link away', () => {
  const many = Array.from({ length: 130 }, (_, index) => ({ status: inState(`team-${index}`, 'healthy'), runs: [] }));
  const pages = [1, 21, 41, 61, 81, 101, 121].map((from) => overview(many, viewOf(), from));
  const names = pages.flatMap((page) => [...page.matchAll(/id="environment-(team-\d+)"/g)].map(([, name]) => name));
  assert.equal(new Set(names).size, 130);
  assert.match(pages[0] ?? '', /href="\/\?from=21#from"/);
});

test('a page without scripts loads itself every 5 seconds', () => {
  assert.ok(overviewOf([]).includes('<noscript><meta http-equiv="refresh" content="5"/></noscript>'));
});

test('only a web address becomes a link', () => {
  assert.ok(!overviewOf([], { repository: 'javascript:alert(1)//https://' }).includes('href="javascript'));
});

test('what is wrong with the applier itself stands on top', () => {
  const text = textOf(overviewOf([], { problems: [['api', 'Cannot reach the API server']], now: pushedAt }));
  assert.match(text, /api Cannot reach the API server/);
});
