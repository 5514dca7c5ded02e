import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import { ApplierWord } from './applierWord.ts';

const never = new AbortController().signal;
const tree = (digit: string): string => digit.repeat(40);
const at = '2026-01-01T00:00:00.000Z';

function environment(name: string, facts: Partial<AppliedEnvironment>): AppliedEnvironment {
  return { name, state: 'applied', errors: [], ...facts };
}

const none = async (): Promise<AppliedEnvironment[]> => [];

/** What is asked, and an applier that answers, or does not, as the test says. */
function world(): {
  word: ApplierWord;
  answer: (ask: () => Promise<AppliedEnvironment[]>) => void;
  time: { now: number };
} {
  let ask = none;
  const time = { now: 0 };
  const applier = {
    // As the real client does, it ends with the signal.
    environments: (signal: AbortSignal) => {
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => aborted.reject(signal.reason));
      return Promise.race([ask(), aborted.promise]);
    },
  };
  return { word: new ApplierWord(applier, () => time.now), answer: (next) => void (ask = next), time };
}

const silent = (): Promise<never> => new Promise(() => {});
const gone = (): Promise<never> => Promise.reject(new Error('nothing listens there'));

test('before the first answer it is not known what is named', async () => {
  const { word, answer } = world();
  answer(gone);
  assert.equal(await word.ask(never), undefined);
  assert.equal(word.trees(['a']), undefined);
});

test('the trees of what is run, applied and healthy are named', async () => {
  const { word, answer } = world();
  const commit = 'c';
  const facts = {
    published: { commit, tree: tree('1') },
    applied: { commit, tree: tree('2'), at },
    healthy: { commit, tree: tree('3'), at },
  };
  answer(async () => [environment('a', facts), environment('b', { published: { commit } })]);
  assert.equal((await word.ask(never))?.length, 2);
  assert.deepEqual([...(word.trees(['a', 'b']) ?? [])], ['1', '2', '3'].map(tree));
});

test('without an answer what was named last stays named', async () => {
  const { word, answer } = world();
  answer(async () => [environment('a', { published: { commit: 'c', tree: tree('1') } })]);
  await word.ask(never);
  answer(gone);
  assert.equal(await word.ask(never), undefined);
  assert.deepEqual([...(word.trees(['a']) ?? [])], [tree('1')]);
});

test('an applier that restarted and names less leaves named what it named, and takes back what it replaces', async () => {
  const { word, answer } = world();
  const healthy = { commit: 'c', tree: tree('1'), at };
  answer(async () => [environment('a', { published: { commit: 'c', tree: tree('2') }, healthy })]);
  await word.ask(never);
  answer(async () => [environment('a', { published: { commit: 'd', tree: tree('3') } })]);
  await word.ask(never);
  assert.deepEqual([...(word.trees(['a']) ?? [])].toSorted(), [tree('1'), tree('3')]);
});

test('an environment that is not configured any more names nothing', async () => {
  const { word, answer } = world();
  answer(async () => [environment('a', { published: { commit: 'c', tree: tree('1') } })]);
  await word.ask(never);
  assert.deepEqual([...(word.trees(['b']) ?? ['unknown'])], []);
});

test('text that is no tree id names nothing', async () => {
  const { word, answer } = world();
  answer(async () => [environment('a', { published: { commit: 'c', tree: '../../environments' } })]);
  await word.ask(never);
  assert.deepEqual([...(word.trees(['a']) ?? ['unknown'])], []);
});

test('an applier that is silent for a second is left alone for ten', async () => {
  const { word, answer, time } = world();
  answer(silent);
  assert.equal(await word.ask(never), undefined);
  answer(none);
  assert.equal(await word.ask(never), undefined);
  time.now += 10_000;
  assert.deepEqual(await word.ask(never), []);
});

test('an applier that refuses is asked again the next time', async () => {
  const { word, answer } = world();
  answer(gone);
  await word.ask(never);
  answer(none);
  assert.deepEqual(await word.ask(never), []);
});

test('the end of the program ends the question', async () => {
  const { word, answer } = world();
  const stop = new AbortController();
  answer(silent);
  const asked = word.ask(stop.signal);
  stop.abort(new Error('the program stops'));
  await assert.rejects(asked, /the program stops/);
});
