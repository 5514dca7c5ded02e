import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TreeId } from '../format/ids.ts';
import type { FileEntry } from '../format/treeEntry.ts';
import { MemoryObjects, symlink } from '../support/memoryObjects.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { writeTree } from '../write/writeTree.ts';
import { DamagedTreeError } from './damagedTreeError.ts';
import { readFile } from './readFile.ts';
import { readFileAt } from './readFileAt.ts';
import { readTree } from './readTree.ts';

type Written = AsyncDisposable & { root: string; tree: TreeId; entry: FileEntry; path: string };

async function written(content: string | Uint8Array): Promise<Written> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ 'file.yaml': content });
  await writeTree(volume.root, tree, objects);
  const [entry] = await readTree(volume.root, tree);
  if (entry?.kind !== 'file') assert.fail();
  return { ...volume, tree, entry, path: join(volume.root, 'trees', tree, 'file.yaml') };
}

for (const size of [0, 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000]) {
  test(`gives the ${size} bytes that were written`, async () => {
    const bytes = Buffer.alloc(size, 'couplet');
    await using file = await written(bytes);
    assert.equal(Buffer.compare(await readFile(file.root, file.tree, file.entry), bytes), 0);
  });
}

const alterations: Record<string, (path: string) => void> = {
  'one altered byte': (path) => writeFileSync(path, 'kind: SecretX'),
  'a missing byte': (path) => truncateSync(path, 5),
  'an added byte': (path) => writeFileSync(path, '\n', { flag: 'a' }),
  'no content': (path) => truncateSync(path, 0),
  'a sparse file of 1 TiB': (path) => truncateSync(path, 2 ** 40),
  'no file': (path) => rmSync(path),
  'a directory': (path) => (rmSync(path), mkdirSync(path)),
  'a symlink to the same content': (path) => {
    writeFileSync(`${path}.elsewhere`, 'kind: SecretY');
    rmSync(path);
    symlinkSync(`${path}.elsewhere`, path);
  },
  'a FIFO that nobody writes to': (path) => {
    rmSync(path);
    execFileSync('mkfifo', [path]);
  },
};
for (const [what, alter] of Object.entries(alterations)) {
  test(`refuses ${what} in place of the file, naming file and tree`, async () => {
    await using file = await written('kind: SecretY');
    alter(file.path);
    await assert.rejects(readFile(file.root, file.tree, file.entry, { limit: 2 ** 30 }), (error) => {
      const expected = `trees/${file.tree}/file.yaml`;
      if (what.startsWith('a sparse file')) assert.match(String(error), /FileTooLargeError.*1099511627776/);
      else assert.ok(error instanceof DamagedTreeError && error.file === expected && error.tree === file.tree);
      assert.ok(String(error).includes(expected) && !String(error).includes('Secret'));
      return true;
    });
  });
}

test('does not read more than the limit', async () => {
  await using file = await written('12345');
  await assert.rejects(readFile(file.root, file.tree, file.entry, { limit: 4 }), {
    name: 'FileTooLargeError',
    size: 5,
    limit: 4,
  });
  assert.equal((await readFile(file.root, file.tree, file.entry, { limit: 5 })).length, 5);
});

test('reads a file by its path, through directories', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ d: { e: { 'f.yaml': 'content' } } });
  await writeTree(volume.root, tree, objects);
  assert.equal(Buffer.from(await readFileAt(volume.root, tree, 'd/e/f.yaml')).toString(), 'content');
});

for (const path of ['nothing', 'd', 'd/', '', '/d/f', 'd/../f', './f', 'f/g', 'link', 'd/nothing']) {
  test(`finds no file at ${JSON.stringify(path)}`, async () => {
    await using volume = await temporaryVolume();
    const objects = new MemoryObjects();
    const tree = objects.add({ d: { f: '1' }, f: '2', link: symlink('f') });
    await writeTree(volume.root, tree, objects);
    await assert.rejects(
      readFileAt(volume.root, tree, path),
      /Cannot read .* of tree .*: expected a (file|directory) at/,
    );
  });
}

test('a tree that the volume does not have is damage, not an empty tree', async () => {
  await using volume = await temporaryVolume();
  const tree = new MemoryObjects().add({ a: 'a' });
  await assert.rejects(readTree(volume.root, tree), { name: 'DamagedTreeError', file: `trees/${tree}.tree`, tree });
});

test('a tree object that is its id but must not be published is refused', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.addRows([{ mode: '40000', name: '..', id: 'ab'.repeat(20) }]);
  writeFileSync(join(volume.root, `trees/${tree}.tree`), objects.trees.get(tree) ?? '');
  await assert.rejects(readTree(volume.root, tree), { name: 'MalformedTreeError', tree, entry: '..' });
});

test('an error of the machine is no damage', async () => {
  await using file = await written('x');
  const entry = { ...file.entry, name: 'n'.repeat(300) };
  await assert.rejects(readFile(file.root, file.tree, entry), (error) => {
    assert.ok(error instanceof Error && !(error instanceof DamagedTreeError));
    assert.match(error.message, /^Cannot read trees\/.*ENAMETOOLONG/);
    return true;
  });
});
