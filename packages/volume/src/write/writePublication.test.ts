import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { treeId } from '../format/ids.ts';
import type { TreeId } from '../format/ids.ts';
import { publicationPath } from '../format/layout.ts';
import { readPublication } from '../read/readPublication.ts';
import { systemError, whileFailing } from '../support/failingSteps.ts';
import { MemoryObjects } from '../support/memoryObjects.ts';
import { publicationOf } from '../support/publicationOf.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { removePublication } from './removePublication.ts';
import { writePublication } from './writePublication.ts';
import { writeTree } from './writeTree.ts';

async function withTree(): Promise<AsyncDisposable & { root: string; tree: TreeId }> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ a: 'a' });
  await writeTree(volume.root, tree, objects);
  return { ...volume, tree };
}

test('a reader gets what was published', async () => {
  await using v = await withTree();
  const publication = publicationOf(v.tree, { receivedAt: '2026-11-21T12:00:00Z', deliveries: ['1'] });
  await writePublication(v.root, publication);
  assert.deepEqual(await readPublication(v.root, 'staging'), { kind: 'publication', publication });
});

test('a publication is replaced by rename, so that an open file keeps the old one', async () => {
  await using v = await withTree();
  await writePublication(v.root, publicationOf(v.tree));
  const before = statSync(publicationPath(v.root, 'staging')).ino;
  await writePublication(v.root, publicationOf(v.tree, { subject: 'next' }));
  assert.notEqual(statSync(publicationPath(v.root, 'staging')).ino, before);
  assert.deepEqual(readdirSync(join(v.root, 'environments')), ['staging.json']);
});

test('a publication is one JSON object for people too', async () => {
  await using v = await withTree();
  await writePublication(v.root, publicationOf(v.tree));
  const text = readFileSync(publicationPath(v.root, 'staging'), 'utf8');
  assert.match(text, /^\{\n {2}"format": 1,\n/);
  assert.ok(text.endsWith('}\n'));
});

test('a tree that is not complete is not published', async () => {
  await using v = await withTree();
  const other = treeId('0'.repeat(40));
  mkdirSync(join(v.root, 'trees', other));
  await assert.rejects(writePublication(v.root, publicationOf(other)), /its tree must be complete first/);
  assert.equal(existsSync(publicationPath(v.root, 'staging')), false);
});

for (const repository of [
  'https://ada:s3cret@git.example/x.git',
  'https://s3cret@git.example/x.git',
  'ssh://git:s3cret@git.example/x',
]) {
  test(`${repository.slice(0, 5)}… with credentials is refused, and the error does not show them`, async () => {
    await using v = await withTree();
    await assert.rejects(writePublication(v.root, publicationOf(v.tree, { repository })), (error) => {
      assert.match(String(error), /without credentials/);
      assert.doesNotMatch(String(error), /s3cret/);
      return true;
    });
  });
}

for (const repository of ['git@git.example:acme/config.git', 'ssh://git@git.example/acme/config.git']) {
  test(`the user of ${repository} is no secret`, async () => {
    await using v = await withTree();
    await writePublication(v.root, publicationOf(v.tree, { repository }));
    assert.equal((await readPublication(v.root, 'staging')).kind, 'publication');
  });
}

test('what no reader would accept is not written', async () => {
  await using v = await withTree();
  await assert.rejects(
    writePublication(v.root, publicationOf(v.tree, { committedAt: 'yesterday' })),
    /committedAt: expected an ISO 8601 time/,
  );
  await assert.rejects(
    writePublication(v.root, publicationOf(v.tree, { ref: 'x'.repeat(2 ** 20) })),
    /at most 1048576 bytes/,
  );
  await assert.rejects(writePublication(v.root, publicationOf(v.tree, { environment: '../x' })), TypeError);
  assert.deepEqual(readdirSync(join(v.root, 'environments')), []);
});

test('a full disk leaves the last publication as it was', async () => {
  await using v = await withTree();
  await writePublication(v.root, publicationOf(v.tree, { subject: 'last' }));
  const failed = whileFailing(
    (name) => (name === 'writeSync' ? systemError('ENOSPC') : undefined),
    () => writePublication(v.root, publicationOf(v.tree)),
  );
  await assert.rejects(failed, /Cannot write .*ENOSPC/);
  const read = await readPublication(v.root, 'staging');
  assert.equal(read.kind === 'publication' && read.publication.subject, 'last');
  assert.deepEqual(readdirSync(join(v.root, 'tmp')), []);
});

test('a file where environments/ should be is an error that names the path', async () => {
  await using v = await withTree();
  rmSync(join(v.root, 'environments'), { recursive: true });
  writeFileSync(join(v.root, 'environments'), '');
  await assert.rejects(
    writePublication(v.root, publicationOf(v.tree)),
    new RegExp(`Cannot write ${publicationPath(v.root, 'staging')}: ENOTDIR`),
  );
});

test('a removed publication is absent, and removing it again is fine', async () => {
  await using v = await withTree();
  await writePublication(v.root, publicationOf(v.tree));
  await removePublication(v.root, 'staging');
  await removePublication(v.root, 'staging');
  assert.deepEqual(await readPublication(v.root, 'staging'), { kind: 'absent' });
});
