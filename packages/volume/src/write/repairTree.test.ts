import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TreeId } from '../format/ids.ts';
import { checkTree } from '../read/checkTree.ts';
import { countSteps, killedAfter } from '../support/failingSteps.ts';
import { MemoryObjects } from '../support/memoryObjects.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { repairTree } from './repairTree.ts';
import { writeTree } from './writeTree.ts';

type Published = AsyncDisposable & {
  root: string;
  objects: MemoryObjects;
  tree: TreeId;
  inner: TreeId;
  at: (file: string) => string;
};

async function published(): Promise<Published> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const inner = objects.add({ sound: 's', wrong: 'right' });
  const tree = objects.add({ d: { sound: 's', wrong: 'right' }, top: 't' });
  await writeTree(volume.root, tree, objects);
  return { ...volume, objects, tree, inner, at: (file) => join(volume.root, 'trees', file) };
}

test('a sound tree is left alone: nothing written, nothing asked for', async () => {
  await using p = await published();
  p.objects.reads.length = 0;
  const steps = await countSteps(async () => {
    const report = await repairTree(p.root, p.tree, p.objects);
    assert.deepEqual(report, { directories: 0, files: 0, links: 0, skipped: [] });
  });
  assert.deepEqual([steps, p.objects.reads], [0, []]);
});

test('only what is damaged is replaced and asked for', async () => {
  await using p = await published();
  writeFileSync(p.at(`${p.inner}/wrong`), 'wrong');
  const before = statSync(p.at(`${p.inner}/sound`)).ino;
  p.objects.reads.length = 0;
  assert.deepEqual((await repairTree(p.root, p.tree, p.objects)).files, 1);
  assert.equal(readFileSync(p.at(`${p.inner}/wrong`), 'utf8'), 'right');
  assert.equal(statSync(p.at(`${p.inner}/sound`)).ino, before);
  assert.deepEqual(p.objects.reads, [p.objects.addBlob('right')]);
});

test('a damaged inode that another tree shares is replaced, not written to', async () => {
  await using p = await published();
  const next = p.objects.add({ d: { sound: 's', wrong: 'right' }, top: 't', more: 'm' });
  await writeTree(p.root, next, p.objects, { previous: p.tree });
  writeFileSync(p.at(`${p.tree}/top`), 'altered');
  await repairTree(p.root, p.tree, p.objects);
  assert.deepEqual(await checkTree(p.root, p.tree), []);
  assert.deepEqual(
    (await checkTree(p.root, next)).map(({ file }) => file),
    [`trees/${next}/top`],
  );
  await repairTree(p.root, next, p.objects);
  assert.deepEqual(await checkTree(p.root, next), []);
});

test('whenever it is killed, nothing sound was removed, and the next repair ends the work', async () => {
  for (let steps = 0, done = false; !done; steps++) {
    await using p = await published();
    writeFileSync(p.at(`${p.inner}/wrong`), 'wrong');
    writeFileSync(p.at(`${p.inner}/stranger`), 'stranger');
    writeFileSync(p.at(`${p.tree}.tree`), 'wrong');
    done = (await killedAfter(steps, () => repairTree(p.root, p.tree, p.objects))) === 'done';
    assert.equal(readFileSync(p.at(`${p.inner}/sound`), 'utf8'), 's');
    assert.equal(readFileSync(p.at(`${p.tree}/top`), 'utf8'), 't');
    for (const file of [`${p.inner}/wrong`, `${p.inner}.tree`, `${p.tree}.tree`])
      assert.ok(existsSync(p.at(file)), file);
    await repairTree(p.root, p.tree, p.objects);
    assert.deepEqual(await checkTree(p.root, p.tree), []);
    assert.ok(!done || steps > 5);
  }
});

test('without its source a damaged tree stays as it is', async () => {
  await using p = await published();
  writeFileSync(p.at(`${p.inner}/wrong`), 'wrong');
  await assert.rejects(repairTree(p.root, p.tree, new MemoryObjects()), /no object/);
  assert.equal(readFileSync(p.at(`${p.inner}/wrong`), 'utf8'), 'wrong');
  assert.equal(readFileSync(p.at(`${p.inner}/sound`), 'utf8'), 's');
});

test('a tree of which nothing is there is written', async () => {
  await using p = await published();
  for (const name of [p.tree, p.inner, `${p.tree}.tree`, `${p.inner}.tree`]) rmSync(p.at(name), { recursive: true });
  assert.equal((await repairTree(p.root, p.tree, p.objects)).directories, 2);
  assert.deepEqual(await checkTree(p.root, p.tree), []);
});
