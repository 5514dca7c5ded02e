import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gitStates, type GitState } from '../../syncState/gitFacts.ts';
import type { EnvironmentStatus, State } from '../environmentStatus.ts';
import { appliedRun, at, failedRun, git, pushedAt, started } from '../fixtures/events.ts';
import { overviewOf, pageOf, textOf, viewOf } from '../fixtures/pages.ts';
import { inState, statusAfter } from '../fixtures/states.ts';
import { noObjects } from '../noObjects.ts';
import { objectsPage } from './objectsPage.ts';
import { runsPage } from './runsPage.ts';

const failing = statusAfter(...appliedRun(), git());
const troubled: readonly GitState[] = ['failing', 'stalled', 'unreachable'];

function titleOf(page: string): string | undefined {
  return /<title>(.*?) · Couplet<\/title>/.exec(page)?.[1];
}

/** An environment in that state, of which nothing new comes from git. */
function cutOff(name: string, state: State = 'applied'): EnvironmentStatus {
  return { ...inState(name, state), git: git().facts };
}

for (const state of gitStates) {
  const isWell = !troubled.includes(state);
  test(`git that is ${state} ${isWell ? 'leaves a page green' : 'is never green'}`, () => {
    const status = statusAfter(...appliedRun(), git({ state }));
    const title = isWell ? '✓ The cluster is what git says.' : '! shop gets nothing new from git.';
    const card = isWell ? 'card environment good' : 'card environment warn';
    const overview = overviewOf([status]);
    assert.deepEqual([titleOf(overview), overview.includes(card)], [title, true]);
  });
}

test('the badge is not the one of a cluster that is what git says, on each page of the environment', () => {
  const runs = runsPage(failing, [], viewOf());
  const objects = objectsPage({ status: failing, found: noObjects, query: {} }, viewOf());
  for (const page of [overviewOf([failing]), pageOf(failing), runs, objects]) {
    assert.match(page, /class="badge warn"><svg[^>]*><use href="#i-cut-off"><\/use><\/svg><span>cut-off</);
    assert.doesNotMatch(page, /class="badge good"/);
  }
});

test('the sentence of sync, since when, how often it was tried, and the last good read are told', () => {
  const expected =
    /Nothing new comes from git : Cannot read the repository on git\.example: .* \(401\) since 2026-11-21 13:41:05 UTC 3 tries git was read 4 min ago/;
  for (const page of [overviewOf([failing]), pageOf(failing)]) assert.match(textOf(page), expected);
  assert.ok(pageOf(failing).includes(`<time datetime="${at(-90_000)}"`));
});

test('what a person has to do is told', () => {
  const stalled = statusAfter(...appliedRun(), git({ state: 'stalled', todo: 'push it again' }));
  assert.match(textOf(pageOf(stalled)), /To do: push it again/);
});

test('a pass that failed a moment ago is a note', () => {
  const page = pageOf(statusAfter(...appliedRun(), git({ state: 'retrying', tries: 1 })));
  assert.match(page, /class="notice idle"><p><b>Git could not be read, it is tried again</);
  assert.match(textOf(page), /1 try /);
});

test('nothing is said while git is read', () => {
  const text = textOf(pageOf(statusAfter(...appliedRun(), git({ state: 'ok' }))));
  assert.doesNotMatch(text, /comes from git|git was read/);
});

describe('what is worse, or happens now, keeps its word', () => {
  const sentences: [State, string][] = [
    ['failed', '✕ shop is not what git says.'],
    ['held', '! shop waits for a person.'],
    ['running', '… shop is being applied.'],
    ['suspended', '– shop does not follow git now.'],
  ];
  for (const [state, title] of sentences) {
    test(state, () => assert.equal(titleOf(overviewOf([cutOff('shop', state)])), title));
  }

  test('and the reason is told beside it', () => {
    for (const events of [failedRun(), [started()]]) {
      assert.match(textOf(pageOf(statusAfter(...events, git()))), /Nothing new comes from git/);
    }
  });
});

test('an environment that waits for its first publication says why it does not come', () => {
  const text = textOf(pageOf(statusAfter(git())));
  assert.match(text, /shop gets nothing new from git\. cut-off Nothing is published yet.* the credential was refused/);
});

test('several environments are one sentence, after those that wait for a person', () => {
  assert.equal(titleOf(overviewOf([cutOff('a'), cutOff('b')])), '! a and b get nothing new from git.');
  assert.equal(titleOf(overviewOf([cutOff('a'), inState('b', 'held')])), '! b waits for a person.');
});

test('they come before those that are well, and are counted apart', () => {
  const page = overviewOf([inState('a', 'applied'), cutOff('b')]);
  const order = [...page.matchAll(/<article[^>]* id="environment-(\w)"/g)].map(([, name]) => name);
  assert.deepEqual(order, ['b', 'a']);
  assert.match(textOf(page), / 1 applied 1 cut-off /);
});

test('beside the cluster stands what git said', () => {
  assert.match(textOf(pageOf(failing)), /git said 1a2b3c4/);
});

test('a hostile sentence is escaped and shortened', () => {
  const message = `<script>alert(1)</script>${'x'.repeat(9_000)}`;
  const page = overviewOf([statusAfter(...appliedRun(), git({ message }))], { now: pushedAt });
  assert.deepEqual([page.includes('<script>alert'), /x{700}/.test(page)], [false, false]);
});
