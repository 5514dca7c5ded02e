import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostPacks } from '../../packages/sync/src/fetch/mostPacks.ts';
import { retention } from '../../packages/sync/src/publish/retention.ts';
import { judge } from './judge.ts';
import { steadyRules } from './judgeSteady.ts';
import { pace } from './pace.ts';
import type { Counted, Sample } from './sample.ts';
import { TreesKept } from './treesKept.ts';
import type { Verdict } from './verdict.ts';

const counted = [...(Object.keys(steadyRules) as (keyof typeof steadyRules)[]), 'packs'] as const satisfies Counted[];
const secondsOfRetention = (retention.youngerThan + pace.sweepWithin) / 1000;

type World = {
  readonly minutes: number;
  /** Of everything that is counted, by seconds since the start. */
  readonly count?: (second: number) => number;
  readonly packs?: (second: number) => number;
  /** Of a tree that was published at that second, whether sync removes it once the retention allows it. */
  readonly removes?: (second: number) => boolean;
  /** Seconds. */
  readonly sweepEvery?: number;
};

/** A soak with a push each second, sampled 300 times like the real one, whose volume holds one tree more for each push. */
function soak(world: World): Sample[] {
  const { minutes, count = () => 100, packs = (second) => second % mostPacks } = world;
  const { removes = () => true, sweepEvery = 1 } = world;
  const kept = new TreesKept(pace.sweepWithin);
  const there = new Set<string>();
  const samples: Sample[] = [];
  let swept = 0;
  for (let second = 1; second <= minutes * 60; second += 1) {
    const now = second * 1000;
    const tree = `tree-${second}`;
    kept.pushed(`commit-${second}`, [tree]);
    kept.published(`commit-${second}`, now);
    kept.named([tree], now);
    there.add(tree);
    if (second % sweepEvery === 0)
      for (; swept < second - retention.youngerThan / 1000; swept += 1)
        if (removes(swept + 1)) there.delete(`tree-${swept + 1}`);
    if (second % Math.ceil((minutes * 60) / 300) !== 0) continue;
    const counts = Object.fromEntries(counted.map((what) => [what, count(second)])) as Sample['counts'];
    const trees = kept.find(there, now);
    samples.push({ at: now, counts: { ...counts, packs: packs(second) }, trees, publications: kept.publications });
  }
  return samples;
}

function verdicts(world: World): Record<string, Verdict['kind']> {
  return Object.fromEntries(judge(soak(world)).map(({ what, kind }) => [what, kind]));
}

function verdictOf(what: string, world: World): Verdict {
  const found = judge(soak(world)).find((verdict) => verdict.what === what);
  assert.ok(found !== undefined);
  return found;
}

const growing =
  (aMinute: number) =>
  (second: number): number =>
    100 + (aMinute * second) / 60;
const fillsIn10Minutes = (second: number): number => growing(6)(Math.min(second, 600));

const withKind = (kind: Verdict['kind'], found: Record<string, Verdict['kind']>): string[] =>
  Object.keys(found).filter((what) => found[what] === kind);

test('a soak of 15 minutes judges everything, and all is steady that stays as it is', () => {
  const found = verdicts({ minutes: 15 });
  assert.deepEqual(withKind('steady', found), Object.keys(found));
});

test('a short soak passes, and says what it was too short for', () => {
  const found = verdicts({ minutes: 2 });
  assert.deepEqual(withKind('not judged', found), ['sync: MiB', 'applier: MiB', 'trees on the volume', 'packs']);
  assert.deepEqual(withKind('grew', found), []);
});

test('trees grow as long as the retention lasts, and that is no leak', () => {
  const { kind, note = '' } = verdictOf('trees on the volume', { minutes: 10 });
  assert.equal(kind, 'not judged');
  assert.match(note, /none had to be gone, because the volume keeps .* younger than 10 min; --minutes 12 or more/);
});

test('the soak that is named as long enough is long enough', () => {
  const told = judge(soak({ minutes: 2 })).flatMap(({ note = '' }) => /--minutes (\d+)/.exec(note)?.[1] ?? []);
  assert.equal(told.length, 3);
  const found = verdicts({ minutes: Math.max(...told.map(Number)) });
  assert.deepEqual(withKind('not judged', found), []);
});

test('trees that are never removed have grown as soon as the first one is due', () => {
  const seconds = secondsOfRetention + 10;
  const { kind, note } = verdictOf('trees on the volume', { minutes: seconds / 60, removes: () => false });
  assert.equal(kind, 'grew');
  assert.match(note ?? '', /^\d of \d+ that nothing keeps were there after 10\.\d min, one is tree-1$/);
});

test('one tree in a thousand that is left behind is found in an hour', () => {
  const { kind, note } = verdictOf('trees on the volume', { minutes: 60, removes: (second) => second % 1000 !== 0 });
  assert.equal(kind, 'grew');
  assert.match(note ?? '', /^2 of 2\d{3} /);
});

test('a sweep that comes too seldom is found, also when the last one was just now', () => {
  assert.equal(verdictOf('trees on the volume', { minutes: 20, sweepEvery: 300 }).kind, 'grew');
  assert.equal(verdictOf('trees on the volume', { minutes: 20, sweepEvery: pace.poll / 1000 }).kind, 'steady');
});

test('what goes on growing has grown, each by its own rule', () => {
  const found = verdicts({ minutes: 30, count: growing(120), packs: growing(120), removes: () => false });
  assert.deepEqual(withKind('grew', found), Object.keys(found));
});

test('what fills up in the first third and then stays is steady', () => {
  const found = verdicts({ minutes: 15, count: (second) => Math.min(second, 300) });
  assert.deepEqual(withKind('grew', found), []);
});

test('the memory of sync may grow until the first trees go, and no longer', () => {
  assert.equal(verdictOf('sync: MiB', { minutes: 5, count: fillsIn10Minutes }).kind, 'not judged');
  assert.equal(verdictOf('sync: MiB', { minutes: 15, count: fillsIn10Minutes }).kind, 'steady');
  assert.equal(verdictOf('sync: MiB', { minutes: 30, count: growing(6) }).kind, 'grew');
});

test('what can be found is told as growth a minute', () => {
  const { before, allowed, finds } = verdictOf('sync: open files', { minutes: 30 });
  assert.deepEqual([before, allowed, finds], [100, 110, '1.0 a minute']);
});

test('growth just below what can be found is steady, and just above it has grown', () => {
  const kinds = [0.95, 1.1].map(
    (aMinute) => verdictOf('sync: open files', { minutes: 30, count: growing(aMinute) }).kind,
  );
  assert.deepEqual(kinds, ['steady', 'grew']);
});

test('a peak that passes is shown and is no growth', () => {
  const { kind, peak } = verdictOf('sync: open files', { minutes: 5, count: (second) => (second === 150 ? 900 : 100) });
  assert.deepEqual([kind, peak], ['steady', 900]);
});

test('packs that are swapped at 200 are steady, whatever the moment', () => {
  assert.equal(verdictOf('packs', { minutes: 5 }).kind, 'steady');
});

test('packs that are never swapped have grown as soon as they are too many', () => {
  assert.equal(verdictOf('packs', { minutes: 5, packs: (second) => second }).kind, 'grew');
});

test('packs are not judged before they were many enough to be swapped', () => {
  const { kind, note } = verdictOf('packs', { minutes: 4, packs: (second) => second });
  assert.equal(kind, 'not judged');
  assert.match(note ?? '', /swapped for one at 200, and 240 publications were seen/);
});

test('a soak of a few samples judges nothing', () => {
  for (const samples of [soak({ minutes: 0.2 }), []])
    assert.ok(judge(samples).every(({ kind }) => kind === 'not judged'));
});
