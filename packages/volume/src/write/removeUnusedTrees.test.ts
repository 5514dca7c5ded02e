import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { treeId } from '../format/ids.ts';
import type { TreeId } from '../format/ids.ts';
import { checkTree } from '../read/checkTree.ts';
import { assertSound, completeTrees } from '../support/assertSound.ts';
import { killedAfter } from '../support/failingSteps.ts';
import { forgetEverything } from '../support/forgetEverything.ts';
import type { Directory } from '../support/memoryObjects.ts';
import { MemoryObjects } from '../support/memoryObjects.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { removeUnusedTrees } from './removeUnusedTrees.ts';
import { writeTree } from './writeTree.ts';

const first: Directory = { a: '1', d: { e: { f: 'f' }, old: { g: 'g', h: { i: 'i' } } } };
const second: Directory = { a: '2', d: { e: { f: 'f' } } };

async function published(): Promise<AsyncDisposable & { root: string; objects: MemoryObjects; ids: [TreeId, TreeId] }> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const ids: [TreeId, TreeId] = [objects.add(first), objects.add(second)];
  for (const id of ids) await writeTree(volume.root, id, objects);
  forgetEverything(objects);
  return { ...volume, objects, ids };
}

test('removes what nothing kept reaches, and nothing else', async () => {
  await using p = await published();
  assert.deepEqual(await removeUnusedTrees(p.root, [p.ids[1]]), { removed: 4, kept: 3 });
  assert.deepEqual(await checkTree(p.root, p.ids[1]), []);
  assert.equal(readdirSync(join(p.root, 'trees')).length, 6);
  assert.deepEqual(readdirSync(join(p.root, 'tmp')), []);
});

test('keeps everything when everything is kept', async () => {
  await using p = await published();
  assert.deepEqual(await removeUnusedTrees(p.root, p.ids), { removed: 0, kept: 7 });
  for (const id of p.ids) assert.deepEqual(await checkTree(p.root, id), []);
});

test('gives the same for a writer that wrote the trees and for one newly started', async () => {
  await using p = await published();
  for (const id of p.ids) await writeTree(p.root, id, p.objects);
  assert.deepEqual(await removeUnusedTrees(p.root, [p.ids[1]]), { removed: 4, kept: 3 });
});

test('keeping nothing removes all', async () => {
  await using p = await published();
  assert.deepEqual(await removeUnusedTrees(p.root, []), { removed: 7, kept: 0 });
  assert.deepEqual(readdirSync(join(p.root, 'trees')), []);
});

test('a kept id of which the volume has nothing does not stand in the way', async () => {
  await using p = await published();
  const elsewhere = treeId('0'.repeat(40));
  assert.deepEqual(await removeUnusedTrees(p.root, [elsewhere, p.ids[1]]), { removed: 4, kept: 3 });
});

test('a damaged tree that is kept stops the removal before anything is removed', async () => {
  await using p = await published();
  const inner = p.objects.add({ e: { f: 'f' } });
  for (const damage of [
    () => writeFileSync(join(p.root, `trees/${inner}.tree`), 'x'),
    () => rmSync(join(p.root, `trees/${inner}.tree`)),
  ]) {
    damage();
    const before = readdirSync(join(p.root, 'trees'));
    await assert.rejects(removeUnusedTrees(p.root, [p.ids[1]]), {
      name: 'DamagedTreeError',
      file: `trees/${inner}.tree`,
    });
    assert.deepEqual(readdirSync(join(p.root, 'trees')), before);
  }
});

test('a damaged tree that nothing keeps is removed', async () => {
  await using p = await published();
  writeFileSync(join(p.root, `trees/${p.ids[0]}.tree`), 'damaged');
  assert.deepEqual(await removeUnusedTrees(p.root, [p.ids[1]]), { removed: 4, kept: 3 });
});

test('removes what a kill left: a directory without tree object, a tree object without directory', async () => {
  await using p = await published();
  mkdirSync(join(p.root, 'trees', '1'.repeat(40)));
  writeFileSync(join(p.root, 'trees', '1'.repeat(40), 'file'), '');
  writeFileSync(join(p.root, 'trees', `${'2'.repeat(40)}.tree`), '');
  assert.deepEqual(await removeUnusedTrees(p.root, p.ids), { removed: 2, kept: 7 });
});

test('removes a tree into which somebody put directories', async () => {
  await using p = await published();
  mkdirSync(join(p.root, 'trees', p.ids[0], 'deep/er'), { recursive: true });
  assert.deepEqual(await removeUnusedTrees(p.root, [p.ids[1]]), { removed: 4, kept: 3 });
  assert.deepEqual(readdirSync(join(p.root, 'tmp')), []);
});

test('leaves alone what is none of ours', async () => {
  await using p = await published();
  writeFileSync(join(p.root, 'trees', 'lost+found'), '');
  assert.deepEqual(await removeUnusedTrees(p.root, []), { removed: 7, kept: 0 });
  assert.deepEqual(readdirSync(join(p.root, 'trees')), ['lost+found']);
});

test('whenever it is killed, no tree object is left whose sub-trees are gone, and the next call ends the work', async () => {
  for (let steps = 0, done = false; !done; steps++) {
    await using p = await published();
    done = (await killedAfter(steps, () => removeUnusedTrees(p.root, [p.ids[1]]))) === 'done';
    await assertSound(p.root);
    assert.deepEqual(await checkTree(p.root, p.ids[1]), []);
    forgetEverything(p.objects);
    await writeTree(p.root, p.ids[0], p.objects);
    assert.deepEqual(await checkTree(p.root, p.ids[0]), []);
    await removeUnusedTrees(p.root, [p.ids[1]]);
    assert.equal(completeTrees(p.root).length, 3);
    assert.ok(!done || steps >= 12);
  }
});

test('stops when it is told to', async () => {
  await using p = await published();
  const reason = new Error('stop');
  await assert.rejects(removeUnusedTrees(p.root, [], { signal: AbortSignal.abort(reason) }), reason);
  await assertSound(p.root);
});
