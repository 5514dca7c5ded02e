import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MemoryObjects, executable, submodule, symlink } from '../support/memoryObjects.ts';
import type { Directory } from '../support/memoryObjects.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { writeTree } from '../write/writeTree.ts';
import { compareTrees } from './compareTrees.ts';
import type { TreeComparison } from './compareTrees.ts';
import { DamagedTreeError } from './damagedTreeError.ts';
import { readFile } from './readFile.ts';

async function compare(from: Directory | undefined, to: Directory): Promise<TreeComparison> {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const ids = [from, to].map((directory) => (directory === undefined ? undefined : objects.add(directory)));
  for (const id of ids) if (id !== undefined) await writeTree(volume.root, id, objects);
  const [before, after] = ids;
  assert.ok(after);
  const result = await compareTrees(volume.root, before, after);
  for (const change of result.changes)
    await readFile(volume.root, change.tree, change.after ?? change.before ?? assert.fail());
  return result;
}

const described = ({ changes }: TreeComparison): string[] =>
  changes
    .map(
      ({ path, before, after }) =>
        `${before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'} ${path}`,
    )
    .toSorted();

test('without a first tree every file is added', async () => {
  const result = await compare(undefined, { 'a.yaml': 'a', d: { 'b.yaml': 'b', e: { 'c.yaml': 'c' } } });
  assert.deepEqual(described(result), ['added a.yaml', 'added d/b.yaml', 'added d/e/c.yaml']);
});

test('equal trees have no changes and nothing is read', async () => {
  const directory = { 'a.yaml': 'a', d: { 'b.yaml': 'b' } };
  assert.deepEqual(await compare(directory, directory), { changes: [], directoriesRead: 0, skipped: [] });
});

test('names what was added, changed and removed, and says what holds it', async () => {
  const result = await compare(
    { same: 's', change: '1', remove: 'r', d: { change: '1', same: 's' } },
    { same: 's', change: '2', add: 'a', d: { change: '2', same: 's' } },
  );
  assert.deepEqual(described(result), ['added add', 'changed change', 'changed d/change', 'removed remove']);
});

test('reads only directories that differ', async () => {
  const rest = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`dir-${i}`, { file: `${i}` }]));
  const result = await compare(
    { ...rest, d: { e: { f: '1' }, g: { h: 'h' } } },
    { ...rest, d: { e: { f: '2' }, g: { h: 'h' } } },
  );
  assert.deepEqual(described(result), ['changed d/e/f']);
  assert.equal(result.directoriesRead, 6);
});

test('a removed directory removes all below it', async () => {
  const result = await compare({ a: 'a', d: { b: 'b', e: { c: 'c' } } }, { a: 'a' });
  assert.deepEqual(described(result), ['removed d/b', 'removed d/e/c']);
});

test('a file that becomes a directory is removed, and what is in it added', async () => {
  assert.deepEqual(described(await compare({ x: 'file' }, { x: { y: 'y' } })), ['added x/y', 'removed x']);
});

test('a directory that becomes a file is removed, and the file added', async () => {
  assert.deepEqual(described(await compare({ x: { y: 'y' } }, { x: 'file' })), ['added x', 'removed x/y']);
});

test('a moved file is removed and added with the same id', async () => {
  const { changes } = await compare(
    { a: { x: 'content' }, b: { z: '' } },
    { a: { z: '' }, b: { x: 'content', z: '' } },
  );
  const ids = changes.filter(({ path }) => path.endsWith('/x')).map(({ before, after }) => (before ?? after)?.id);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test('a mode alone is a change', async () => {
  const { changes } = await compare({ 'run.sh': 'x' }, { 'run.sh': executable('x') });
  assert.deepEqual(
    changes.map(({ before, after }) => [before?.executable, after?.executable]),
    [[false, true]],
  );
});

test('symlinks and submodules are no files: they are listed as skipped', async () => {
  const result = await compare({ x: 'file' }, { x: symlink('/etc/passwd'), d: { module: submodule('ab'.repeat(20)) } });
  assert.deepEqual(described(result), ['removed x']);
  assert.deepEqual(result.skipped, [
    { path: 'd/module', reason: 'submodule' },
    { path: 'x', reason: 'symlink' },
  ]);
});

test('a damaged tree object gives an error and no partial result', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const inner = objects.add({ b: 'b' });
  const tree = objects.add({ a: 'a', d: { b: 'b' } });
  await writeTree(volume.root, tree, objects);
  writeFileSync(join(volume.root, `trees/${inner}.tree`), '');
  await assert.rejects(compareTrees(volume.root, undefined, tree), (error) => {
    assert.ok(error instanceof DamagedTreeError);
    assert.deepEqual([error.tree, error.file], [inner, `trees/${inner}.tree`]);
    return true;
  });
});

test('stops when it is told to', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ a: 'a' });
  await writeTree(volume.root, tree, objects);
  const reason = new Error('stop');
  await assert.rejects(compareTrees(volume.root, undefined, tree, { signal: AbortSignal.abort(reason) }), reason);
});
