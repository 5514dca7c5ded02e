import assert from 'node:assert/strict';
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { treeId } from '../format/ids.ts';
import { checkTree } from '../read/checkTree.ts';
import { systemError, whileFailing } from '../support/failingSteps.ts';
import { executable } from '../support/memoryObjects.ts';
import { publisher } from '../support/publisher.ts';
import { writeTree } from './writeTree.ts';

test('a change of one file writes the directories on its path, and links the rest of them', async () => {
  await using b = await publisher();
  const rest = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`dir-${i}`, { file: `${i}` }]));
  const first = await b.publish({ ...rest, top: 't', d: { e: { change: '1', x: 'x', y: 'y' }, f: { z: 'z' } } });
  b.objects.reads.length = 0;
  const second = b.objects.add({ ...rest, top: 't', d: { e: { change: '2', x: 'x', y: 'y' }, f: { z: 'z' } } });
  const report = await writeTree(b.root, second, b.objects, { previous: first });
  assert.deepEqual(report, { directories: 3, files: 1, links: 3, skipped: [] });
  assert.equal(b.objects.reads.length, 4);
  assert.equal(statSync(b.at(second, 'top')).ino, statSync(b.at(first, 'top')).ino);
  assert.equal(statSync(b.at(second, 'd/e/x')).ino, statSync(b.at(first, 'd/e/x')).ino);
  assert.deepEqual(await checkTree(b.root, second), []);
});

test('a file whose mode differs is written, not linked, in both directions', async () => {
  await using b = await publisher();
  const first = await b.publish({ on: 'x', off: executable('y') });
  const second = await b.publish({ on: executable('x'), off: 'y' }, first);
  assert.deepEqual(await checkTree(b.root, first), []);
  assert.deepEqual(await checkTree(b.root, second), []);
  assert.notEqual(statSync(b.at(first, 'on')).ino, statSync(b.at(second, 'on')).ino);
});

test('an inode that two trees share is never written to', async () => {
  await using b = await publisher();
  const first = await b.publish({ shared: 's', mode: 'm', change: '1' });
  const before = statSync(b.at(first, 'shared'), { bigint: true });
  const second = await b.publish({ shared: 's', mode: executable('m'), change: '2' }, first);
  await b.publish({ shared: executable('s'), mode: 'm', change: '3' }, second);
  const after = statSync(b.at(first, 'shared'), { bigint: true });
  assert.deepEqual([after.ino, after.mtimeNs, after.mode, after.nlink], [before.ino, before.mtimeNs, before.mode, 2n]);
});

test('a previous tree that is gone or damaged means no links, and no error', async () => {
  await using b = await publisher();
  const first = await b.publish({ a: 'a', b: 'b' });
  writeFileSync(`${b.at(first)}.tree`, 'damaged');
  const second = b.objects.add({ a: 'a', b: 'c' });
  const never = treeId('0'.repeat(40));
  assert.deepEqual((await writeTree(b.root, second, b.objects, { previous: first })).links, 0);
  assert.deepEqual((await writeTree(b.root, b.objects.add({ a: 'a' }), b.objects, { previous: never })).links, 0);
});

test('a file that was altered after its publication is not handed on to the next tree', async () => {
  await using b = await publisher();
  const first = await b.publish({ altered: 'right', sound: 's', change: '1' });
  writeFileSync(b.at(first, 'altered'), 'wrong');
  const later = new Date(Date.now() + 60_000);
  utimesSync(b.at(first, 'altered'), later, later);
  const second = b.objects.add({ altered: 'right', sound: 's', change: '2' });
  assert.deepEqual((await writeTree(b.root, second, b.objects, { previous: first })).links, 1);
  assert.deepEqual(await checkTree(b.root, second), []);
});

for (const [what, replace] of Object.entries({
  'a missing file': (path: string) => rmSync(path),
  'a file of another mode': (path: string) => {
    rmSync(path);
    writeFileSync(path, 'right', { mode: 0o600 });
  },
})) {
  test(`${what} in the previous tree is written again`, async () => {
    await using b = await publisher();
    const first = await b.publish({ file: 'right', change: '1' });
    replace(b.at(first, 'file'));
    const second = await b.publish({ file: 'right', change: '2' }, first);
    assert.deepEqual(await checkTree(b.root, second), []);
  });
}

for (const code of ['EXDEV', 'EMLINK', 'EPERM']) {
  test(`where a link fails with ${code} the file is written`, async () => {
    await using b = await publisher();
    const first = await b.publish({ same: 's', d: { x: 'x' }, change: '1' });
    const second = b.objects.add({ same: 's', d: { x: 'x' }, change: '2' });
    const report = await whileFailing(
      (name) => (name === 'linkSync' ? systemError(code) : undefined),
      () => writeTree(b.root, second, b.objects, { previous: first }),
    );
    assert.deepEqual([report.files, report.links], [2, 0]);
    assert.deepEqual(await checkTree(b.root, second), []);
  });
}
