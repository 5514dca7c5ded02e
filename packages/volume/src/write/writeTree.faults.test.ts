import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { errorCode } from '../errorCode.ts';
import type { TreeId } from '../format/ids.ts';
import { checkTree } from '../read/checkTree.ts';
import { assertSound, completeTrees } from '../support/assertSound.ts';
import { systemError, whileFailing } from '../support/failingSteps.ts';
import { forgetEverything } from '../support/forgetEverything.ts';
import type { MemoryObjects } from '../support/memoryObjects.ts';
import { publisher } from '../support/publisher.ts';
import { writeTree } from './writeTree.ts';

test('an object that is not what its id says is refused', async () => {
  await using b = await publisher();
  const tree = b.objects.add({ f: 'f' });
  b.objects.blobs.set(b.objects.addBlob('f'), Buffer.from('other'));
  await assert.rejects(writeTree(b.root, tree, b.objects), /Cannot write f: expected blob .*, found/);
  assert.deepEqual(completeTrees(b.root), []);
});

test('a source that says it checks its objects is believed: they are not hashed twice', async () => {
  await using b = await publisher();
  const tree = b.objects.add({ f: 'f' });
  const other = Buffer.from('other');
  const source = { isVerified: true, readTree: (id: TreeId) => b.objects.readTree(id), readBlob: () => other };
  await writeTree(b.root, tree, source);
  assert.deepEqual(
    (await checkTree(b.root, tree)).map(({ file }) => file.split('/').at(-1)),
    ['f'],
  );
});

test('an object that the source does not have is an error, and the next call goes on', async () => {
  await using b = await publisher();
  const tree = b.objects.add({ f: 'f', g: 'g' });
  const missing = b.objects.addBlob('g');
  b.objects.blobs.delete(missing);
  await assert.rejects(writeTree(b.root, tree, b.objects), /no object/);
  assert.deepEqual(readdirSync(join(b.root, 'tmp')), []);
  b.objects.addBlob('g');
  await writeTree(b.root, tree, b.objects);
  assert.deepEqual(await checkTree(b.root, tree), []);
});

for (const code of ['ENOSPC', 'EACCES', 'EROFS']) {
  test(`${code} names the path, leaves nothing behind, and the next call goes on`, async () => {
    await using b = await publisher();
    const first = await b.publish({ a: 'a', d: { b: '1' } });
    const second = b.objects.add({ a: 'a', d: { b: '2' } });
    const failed = whileFailing(
      (name) => (name === 'writeSync' ? systemError(code) : undefined),
      () => writeTree(b.root, second, b.objects, { previous: first }),
    );
    await assert.rejects(failed, (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, new RegExp(`^Cannot write ${b.root}/tmp/[^:]*/b: ${code}`));
      assert.equal(errorCode(error.cause), code);
      return true;
    });
    assert.deepEqual(readdirSync(join(b.root, 'tmp')), []);
    await assertSound(b.root);
    await writeTree(b.root, second, b.objects, { previous: first });
    assert.deepEqual(await checkTree(b.root, second), []);
  });
}

for (const directory of ['tmp', 'trees']) {
  test(`a file where ${directory}/ should be is an error that names the path`, async () => {
    await using b = await publisher();
    rmSync(join(b.root, directory), { recursive: true });
    writeFileSync(join(b.root, directory), '');
    const tree = b.objects.add({ a: 'a' });
    await assert.rejects(
      writeTree(b.root, tree, b.objects),
      new RegExp(`Cannot write ${b.root}/${directory}/.*ENOTDIR`),
    );
  });
}

test('after the volume was emptied everything is written again', async () => {
  await using b = await publisher();
  const first = await b.publish({ a: 'a', d: { b: 'b' } });
  for (const name of readdirSync(join(b.root, 'trees'))) rmSync(join(b.root, 'trees', name), { recursive: true });
  const second = await b.publish({ a: 'A', d: { b: 'b' } }, first);
  assert.deepEqual(await checkTree(b.root, second), []);
});

test('a newly started writer finds a tree object that is damaged or gone, and writes it again', async () => {
  await using b = await publisher();
  const inner = b.objects.add({ b: 'b' });
  const other = b.objects.add({ c: 'c' });
  const tree = await b.publish({ a: 'a', d: { b: 'b' }, e: { c: 'c' } });
  writeFileSync(`${b.at(inner)}.tree`, 'damaged');
  rmSync(`${b.at(other)}.tree`);
  forgetEverything(b.objects);
  await writeTree(b.root, tree, b.objects);
  assert.deepEqual(await checkTree(b.root, tree), []);
});

test('four writers of the same trees at once all succeed', async () => {
  await using b = await publisher();
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`d${i}`, { f: `${i}`, g: 'g' }]));
  const tree = b.objects.add(wide);
  const slowly = {
    readTree: async (id: TreeId) => (await setImmediate(), b.objects.readTree(id)),
    readBlob: async (id: Parameters<MemoryObjects['readBlob']>[0]) => (await setImmediate(), b.objects.readBlob(id)),
  };
  await Promise.all([1, 2, 3, 4].map(() => writeTree(b.root, tree, slowly)));
  assert.deepEqual(await checkTree(b.root, tree), []);
  assert.deepEqual(readdirSync(join(b.root, 'tmp')), []);
});

test('stops when it is told to, between two files, and the next call goes on', async () => {
  await using b = await publisher();
  const tree = b.objects.add(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, `${i}`])));
  const stop = new AbortController();
  const reason = new Error('stop');
  const source = {
    readTree: (id: TreeId) => b.objects.readTree(id),
    readBlob: (id: Parameters<MemoryObjects['readBlob']>[0]) => {
      if (b.objects.reads.length === 100) stop.abort(reason);
      return b.objects.readBlob(id);
    },
  };
  await assert.rejects(writeTree(b.root, tree, source, { signal: stop.signal }), reason);
  assert.deepEqual([completeTrees(b.root), readdirSync(join(b.root, 'tmp'))], [[], []]);
  await writeTree(b.root, tree, b.objects);
  assert.deepEqual(await checkTree(b.root, tree), []);
});
