import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { assertSound, completeTrees } from './support/assertSound.ts';
import { killedAfter } from './support/failingSteps.ts';
import { forgetEverything } from './support/forgetEverything.ts';
import { MemoryObjects, executable } from './support/memoryObjects.ts';
import { publicationOf } from './support/publicationOf.ts';
import { seededRandom } from '../../../test/support/seededRandom.ts';
import { temporaryDirectory, temporaryVolume } from './support/temporaryVolume.ts';
import { addVersion } from './support/versions.ts';
import { checkTree, prepareVolume, readPublication, removeUnusedTrees, writePublication, writeTree } from './index.ts';
import type { TreeId } from './index.ts';

test('a writer killed between any two steps leaves a sound volume, and the next pass completes it', async () => {
  const objects = new MemoryObjects();
  const trees: [TreeId, TreeId] = [
    objects.add({ a: '1', same: 's', d: { e: { f: '1', g: 'g' }, gone: { h: 'h' } }, mode: 'm' }),
    objects.add({ a: '2', same: 's', d: { e: { f: '2', g: 'g' } }, n: { new: 'n' }, mode: executable('m') }),
  ];
  const pass = async (root: string, number: 0 | 1): Promise<void> => {
    await prepareVolume(root);
    await writeTree(root, trees[number], objects, { previous: trees[0] });
    await writePublication(root, publicationOf(trees[number], { subject: String(number) }));
    await removeUnusedTrees(root, [trees[number]]);
  };
  let steps = 0;
  for (let done = false; !done; steps++) {
    await using volume = await temporaryVolume();
    await pass(volume.root, 0);
    done = (await killedAfter(steps, () => pass(volume.root, 1))) === 'done';
    await assertSound(volume.root);
    forgetEverything(objects);
    await pass(volume.root, 1);
    await assertSound(volume.root);
    const read = await readPublication(volume.root, 'staging');
    assert.equal(read.kind === 'publication' && read.publication.tree, trees[1]);
    assert.deepEqual(readdirSync(join(volume.root, 'tmp')), []);
    assert.equal(readdirSync(join(volume.root, 'trees')).length, 2 * completeTrees(volume.root).length);
    assert.equal(completeTrees(volume.root).length, 4);
  }
  assert.ok(steps > 40, `only ${steps} steps`);
});

test('a writer killed between any two steps of the first publication leaves no tree or all of it, and the next pass completes it', async () => {
  const objects = new MemoryObjects();
  const tree = objects.add({ a: '1', d: { e: { f: '1' }, g: 'g' } });
  const pass = async (root: string): Promise<void> => {
    await prepareVolume(root);
    await writeTree(root, tree, objects);
    await writePublication(root, publicationOf(tree));
  };
  let steps = 0;
  for (let done = false; !done; steps++) {
    await using volume = await temporaryVolume();
    done = (await killedAfter(steps, () => pass(volume.root))) === 'done';
    const trees = existsSync(join(volume.root, 'trees')) ? readdirSync(join(volume.root, 'trees')) : [];
    assert.ok(trees.length === 0 || trees.length === 6, `after step ${steps}: ${trees.join(' ')}`);
    forgetEverything(objects);
    await pass(volume.root);
    await assertSound(volume.root);
    assert.deepEqual(await checkTree(volume.root, tree), []);
    assert.deepEqual(readdirSync(join(volume.root, 'tmp')), []);
  }
  assert.ok(steps > 15, `only ${steps} steps`);
});

test('kill -9 at 50 instants leaves a sound volume each time, and the next pass completes it', async () => {
  await using volume = await temporaryVolume();
  await using cache = await temporaryDirectory();
  const { root } = volume;
  const next = seededRandom(20261121);
  let last = 0;
  for (let instant = 0; instant < 50; instant++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/publishesUntilKilled.ts'), root], {
      env: { NODE_COMPILE_CACHE: cache.path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await publicationsBy(child.stdout, 1 + Math.floor(next() * 2), next());
    child.kill('SIGKILL');
    assert.deepEqual(await exited, [null, 'SIGKILL']);

    await assertSound(root);
    const read = await readPublication(root, 'staging');
    if (read.kind !== 'publication') assert.fail(read.kind);
    assert.ok(Number(read.publication.subject) > last, 'a publication was lost');
    last = Number(read.publication.subject);
  }
  const objects = new MemoryObjects();
  const tree = addVersion(objects, last + 1);
  await prepareVolume(root);
  await writeTree(root, tree, objects);
  await removeUnusedTrees(root, [tree]);
  assert.deepEqual(await checkTree(root, tree), []);
  assert.equal(completeTrees(root).length, objects.trees.size);
});

/** Waits for `count` publications and then for `part` of the time that the last one took: an instant within the next. */
async function publicationsBy(output: Readable, count: number, part: number): Promise<void> {
  let [seen, before, at] = [0, performance.now(), performance.now()];
  for await (const line of createInterface(output)) {
    assert.match(line, /^\d+$/);
    [before, at] = [at, performance.now()];
    seen += 1;
    if (seen > count) break;
  }
  assert.ok(seen > count, 'the writer ended by itself');
  await setTimeout((at - before) * part);
}
