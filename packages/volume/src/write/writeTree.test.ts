import assert from 'node:assert/strict';
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { checkTree } from '../read/checkTree.ts';
import { completeTrees } from '../support/assertSound.ts';
import { countSteps, whileFailing } from '../support/failingSteps.ts';
import { forgetEverything } from '../support/forgetEverything.ts';
import type { Directory } from '../support/memoryObjects.ts';
import { executable, submodule, symlink } from '../support/memoryObjects.ts';
import { publisher } from '../support/publisher.ts';
import { writeTree } from './writeTree.ts';

const permissions = (path: string): string => (lstatSync(path).mode & 0o777).toString(8);
const commit = 'ab'.repeat(20);

test('a directory holds its files, and symlinks to its sub-directories', async () => {
  await using b = await publisher();
  const inner = b.objects.add({ 'b.yaml': 'b' });
  const tree = await b.publish({ 'a.yaml': 'a', d: { 'b.yaml': 'b' } });
  assert.deepEqual(readdirSync(b.at(tree)).toSorted(), ['a.yaml', 'd']);
  assert.equal(readlinkSync(b.at(tree, 'd')), `../${inner}`);
  assert.equal(readFileSync(b.at(tree, 'd/b.yaml'), 'utf8'), 'b');
});

test('the tree object lies beside its directory, byte for byte', async () => {
  await using b = await publisher();
  const tree = await b.publish({ 'a.yaml': 'a' });
  assert.deepEqual(readFileSync(`${b.at(tree)}.tree`), b.objects.trees.get(tree));
});

test('modes do not depend on the umask: 0755 for executables and directories, 0644 for the rest', async () => {
  const umask = process.umask(0o077);
  try {
    await using b = await publisher();
    const tree = await b.publish({ 'a.yaml': 'a', 'run.sh': executable('b'), large: Buffer.alloc(2_000_000) });
    assert.deepEqual(
      [b.at(tree), b.at(tree, 'a.yaml'), b.at(tree, 'run.sh'), b.at(tree, 'large'), `${b.at(tree)}.tree`].map(
        permissions,
      ),
      ['755', '644', '755', '644', '644'],
    );
  } finally {
    process.umask(umask);
  }
});

test('the first tree of a volume is put in place with all below it by one rename', async () => {
  await using b = await publisher();
  const tree = b.objects.add({ f: 'f', d: { e: { g: 'g' } } });
  let renames = 0;
  const count = (name: string): undefined => void (renames += name === 'renameSync' ? 1 : 0);
  await whileFailing(count, () => writeTree(b.root, tree, b.objects));
  assert.equal(renames, 1);
  assert.deepEqual(await checkTree(b.root, tree), []);
});

test('an empty tree is an empty directory', async () => {
  await using b = await publisher();
  const tree = await b.publish({});
  assert.deepEqual(readdirSync(b.at(tree)), []);
  assert.deepEqual(await checkTree(b.root, tree), []);
});

test('the second time nothing is written and nothing is asked for', async () => {
  await using b = await publisher();
  const tree = await b.publish({ a: 'a', d: { b: 'b' } });
  b.objects.reads.length = 0;
  forgetEverything(b.objects);
  const steps = await countSteps(async () => {
    const report = await writeTree(b.root, tree, b.objects);
    assert.deepEqual(report, { directories: 0, files: 0, links: 0, skipped: [] });
  });
  assert.equal(steps, 0);
  assert.deepEqual(b.objects.reads, []);
});

test('a directory that comes many times is written once', async () => {
  await using b = await publisher();
  const id = b.objects.add({ a: { f: 'f' }, b: { f: 'f' }, c: { d: { f: 'f' } } });
  assert.equal((await writeTree(b.root, id, b.objects)).directories, 3);
});

test('symlinks and submodules are listed and not materialised, the second time too', async () => {
  await using b = await publisher();
  const directory: Directory = {
    'f.yaml': 'f',
    token: symlink('/var/run/secrets/kubernetes.io/serviceaccount/token'),
    d: { up: symlink('../../..'), module: submodule(commit), e: { self: symlink('self') } },
  };
  const skipped = [
    { path: 'd/e/self', reason: 'symlink' },
    { path: 'd/module', reason: 'submodule' },
    { path: 'd/up', reason: 'symlink' },
    { path: 'token', reason: 'symlink' },
  ];
  const first = b.objects.add(directory);
  assert.deepEqual((await writeTree(b.root, first, b.objects)).skipped, skipped);
  assert.deepEqual((await writeTree(b.root, first, b.objects)).skipped, skipped);
  forgetEverything(b.objects);
  assert.deepEqual((await writeTree(b.root, first, b.objects)).skipped, skipped);
  const second = b.objects.add({ ...directory, 'f.yaml': 'g' });
  assert.deepEqual((await writeTree(b.root, second, b.objects, { previous: first })).skipped, skipped);
  assert.deepEqual(readdirSync(b.at(second)).toSorted(), ['d', 'f.yaml']);
  assert.deepEqual(readdirSync(b.at(second, 'd')), ['e']);
});

test('a hostile tree is refused by name, and nothing above it is published', async () => {
  await using b = await publisher();
  const canary = b.objects.addBlob('canary');
  const hostile = b.objects.addRows([{ mode: '100644', name: '../../canary', id: canary }]);
  const top = b.objects.addRows([{ mode: '40000', name: 'd', id: hostile }]);
  await assert.rejects(writeTree(b.root, top, b.objects), {
    name: 'MalformedTreeError',
    tree: hostile,
    entry: '../../canary',
  });
  assert.deepEqual(completeTrees(b.root), []);
  assert.equal(existsSync(join(b.root, 'canary')), false);
});

test('a few objects that name each other into billions of paths are refused', async () => {
  await using b = await publisher();
  let id = b.objects.add({ f: symlink('x') });
  for (let level = 0; level < 12; level++) {
    id = b.objects.addRows(Array.from({ length: 10 }, (_, i) => ({ mode: '40000', name: `d${i}`, id })));
  }
  await assert.rejects(writeTree(b.root, id, b.objects), /expected at most 1000000 entries, found/);
});

test('directories nested without end are refused', async () => {
  await using b = await publisher();
  let id = b.objects.add({ f: 'f' });
  for (let level = 0; level < 5000; level++) id = b.objects.addRows([{ mode: '40000', name: 'd', id }]);
  await assert.rejects(writeTree(b.root, id, b.objects), /expected at most 2048 levels of directories, found 2049/);
});

test('others get their turn while a large tree is written', async () => {
  await using b = await publisher();
  const tree = b.objects.add(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, `${i}`])));
  let turns = 0;
  const writing = new AbortController();
  const others = (async () => {
    for (; !writing.signal.aborted; turns++) await setImmediate();
  })();
  await writeTree(b.root, tree, b.objects);
  writing.abort();
  await others;
  assert.ok(turns > 2, `${turns} turns`);
});
