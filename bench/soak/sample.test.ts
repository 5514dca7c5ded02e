import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { temporaryDirectory } from '../../test/support/temporaryDirectory.ts';
import { takeSample } from './sample.ts';
import { TreesKept } from './treesKept.ts';

test('a sample counts what is on the disk, and a tree also when only one half of it is there', async () => {
  await using directory = await temporaryDirectory('sample');
  const [volume, git] = [join(directory.path, 'volume'), join(directory.path, 'git')];
  for (const name of ['trees/whole', 'trees/half', 'tmp/1']) await mkdir(join(volume, name), { recursive: true });
  await mkdir(join(git, '1', 'objects', 'pack'), { recursive: true });
  for (const file of ['trees/whole.tree', 'trees/whole/file', 'tmp/1/file']) await writeFile(join(volume, file), '');
  for (const file of ['pack-1.pack', 'pack-1.idx', 'pack-2.pack'])
    await writeFile(join(git, '1', 'objects', 'pack', file), '');
  const kept = new TreesKept(0);
  kept.pushed('commit', ['whole']);
  const { trees, counts } = await takeSample({ sync: process.pid, applier: process.pid, volume, git }, 0, kept);
  assert.deepEqual(trees, { there: 2, allowed: 1, due: 0, overdue: ['half'] });
  assert.deepEqual([counts['entries in tmp'], counts.packs], [2, 2]);
  assert.ok(counts['sync: MiB'] > 10 && counts['sync: open files'] > 3);
});
