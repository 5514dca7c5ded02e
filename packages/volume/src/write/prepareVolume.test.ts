import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertSound } from '../support/assertSound.ts';
import { killedAfter } from '../support/failingSteps.ts';
import { MemoryObjects } from '../support/memoryObjects.ts';
import { publicationOf } from '../support/publicationOf.ts';
import { temporaryDirectory, temporaryVolume } from '../support/temporaryVolume.ts';
import { prepareVolume } from './prepareVolume.ts';
import { writePublication } from './writePublication.ts';
import { writeTree } from './writeTree.ts';

test('makes the directories and FORMAT, also of a root that is not there yet', async () => {
  await using directory = await temporaryDirectory();
  const root = join(directory.path, 'a', 'volume');
  await prepareVolume(root);
  assert.deepEqual(readdirSync(root).toSorted(), ['FORMAT', 'environments', 'tmp', 'trees']);
  assert.equal(readFileSync(join(root, 'FORMAT'), 'utf8'), 'couplet volume 1\n');
});

test('empties tmp/ and leaves what is published', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ a: 'a' });
  await writeTree(volume.root, tree, objects);
  await writePublication(volume.root, publicationOf(tree));
  mkdirSync(join(volume.root, 'tmp/deep/er'), { recursive: true });
  writeFileSync(join(volume.root, 'tmp/deep/er/file'), '');
  await prepareVolume(volume.root);
  assert.deepEqual(readdirSync(join(volume.root, 'tmp')), []);
  assert.deepEqual(readdirSync(join(volume.root, 'environments')), ['staging.json']);
  await assertSound(volume.root);
});

for (const format of ['couplet volume 2\n', 'couplet volume 1', 'something else']) {
  test(`refuses a volume of format ${JSON.stringify(format)} and touches nothing`, async () => {
    await using directory = await temporaryDirectory();
    writeFileSync(join(directory.path, 'FORMAT'), format);
    mkdirSync(join(directory.path, 'tmp'));
    writeFileSync(join(directory.path, 'tmp/file'), '');
    await assert.rejects(prepareVolume(directory.path), /FORMAT must be "couplet volume 1\\n", found/);
    assert.deepEqual(readdirSync(directory.path).toSorted(), ['FORMAT', 'tmp']);
    assert.deepEqual(readdirSync(join(directory.path, 'tmp')), ['file']);
  });
}

test('an empty FORMAT, as a power cut can leave it, is written again', async () => {
  await using volume = await temporaryVolume();
  writeFileSync(join(volume.root, 'FORMAT'), '');
  await prepareVolume(volume.root);
  assert.equal(readFileSync(join(volume.root, 'FORMAT'), 'utf8'), 'couplet volume 1\n');
});

test('a file where a directory should be is an error that names the path', async () => {
  await using volume = await temporaryVolume();
  rmSync(join(volume.root, 'tmp'), { recursive: true });
  writeFileSync(join(volume.root, 'tmp'), '');
  await assert.rejects(prepareVolume(volume.root), new RegExp(`${volume.root}/tmp`));
});

test('whenever it is killed, the next start ends the work', async () => {
  for (let steps = 0, done = false; !done; steps++) {
    await using directory = await temporaryDirectory();
    const root = join(directory.path, 'volume');
    done = (await killedAfter(steps, () => prepareVolume(root))) === 'done';
    await prepareVolume(root);
    assert.deepEqual(readdirSync(join(root, 'tmp')), []);
    assert.equal(readFileSync(join(root, 'FORMAT'), 'utf8'), 'couplet volume 1\n');
    assert.ok(!done || steps > 5);
  }
});
