import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walkAncestry } from './walkAncestry.ts';

const never = new AbortController().signal;
const id = (name: string): string => Buffer.from(name).toString('hex').padEnd(40, '0');

/** Commits with their parents; one that is not a key was never fetched. */
function history(graph: Readonly<Record<string, readonly string[]>>) {
  const commits = new Map(Object.entries(graph).map(([name, parents]) => [id(name), parents.map(id)]));
  const read: string[] = [];
  return {
    read(commit: string) {
      const parents = commits.get(commit);
      if (parents === undefined) throw new Error(`no ${commit}`);
      read.push(commit);
      const lines = [`tree ${id('tree')}`, ...parents.map((parent) => `parent ${parent}`), 'committer C <c> 1 +0000'];
      return { type: 'commit' as const, bytes: Buffer.from(`${lines.join('\n')}\n\nmessage\n`) };
    },
    seen: read,
  };
}

test('the whole history of a commit is known when nothing of it is missing', async () => {
  const objects = history({ d: ['b', 'c'], c: ['a'], b: ['a'], a: [] });
  const { commits, complete } = await walkAncestry(objects, id('d'), { known: undefined, signal: never });
  assert.deepEqual([[...commits].toSorted(), complete], [['a', 'b', 'c', 'd'].map(id), true]);
});

test('a history that ends at what was not fetched is not complete', async () => {
  const objects = history({ c: ['b'] });
  const { commits, complete } = await walkAncestry(objects, id('c'), { known: undefined, signal: never });
  assert.deepEqual([[...commits].toSorted(), complete], [['b', 'c'].map(id), false]);
});

test('a history longer than what is walked is not complete', async () => {
  const objects = history({ c: ['b'], b: ['a'], a: [] });
  const { complete } = await walkAncestry(objects, id('c'), { known: undefined, signal: never, most: 2 });
  assert.equal(complete, false);
});

test('from an earlier head on, what is known is taken over without reading it again', async () => {
  const objects = history({ c: ['b'] });
  const known = { head: id('b'), commits: new Set([id('a'), id('b')]), complete: true };
  const { commits, complete } = await walkAncestry(objects, id('c'), { known, signal: never });
  assert.deepEqual([[...commits].toSorted(), complete, objects.seen], [['a', 'b', 'c'].map(id), true, [id('c')]]);
});

test('no more is remembered than is walked at most: the newest, and that it is not all', async () => {
  const objects = history({ d: ['c'] });
  const known = { head: id('c'), commits: new Set(['c', 'b', 'a'].map(id)), complete: true };
  const { commits, complete } = await walkAncestry(objects, id('d'), { known, signal: never, most: 3 });
  assert.deepEqual([[...commits], complete], [['d', 'c', 'b'].map(id), false]);
});

test('after history was rewritten, what is known of the old head counts for nothing', async () => {
  const objects = history({ x: [] });
  const known = { head: id('b'), commits: new Set([id('a'), id('b')]), complete: true };
  const { commits } = await walkAncestry(objects, id('x'), { known, signal: never });
  assert.deepEqual([...commits], [id('x')]);
});

test('a long history lets others have their turn', async () => {
  const names = Array.from({ length: 500 }, (_, index) => `c${index}`);
  const objects = history(Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1, index + 2)])));
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    handle = setImmediate(turn);
  };
  let handle = setImmediate(turn);
  await walkAncestry(objects, id('c0'), { known: undefined, signal: never });
  clearImmediate(handle);
  assert.ok(turns >= 2, `${turns} turns`);
});
