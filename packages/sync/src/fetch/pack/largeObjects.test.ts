import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { resourceUsage } from 'node:process';
import { test } from 'node:test';
import { createDeflate } from 'node:zlib';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { blobId, deltaOf, entryOf, packEntry, packOf, receive } from '../../fixtures/packs.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';
import { packLimits } from './packLimits.ts';
import { PackStore } from './packStore.ts';

const content = Buffer.from('content');
const blob = packEntry({ kind: 'blob', content });
const mebibyte = 1024 * 1024;
const gigabytes = 2 * 1024 ** 3;
const unknownId = '1'.repeat(40);

/** Deflated zeros, made without holding them: a thousandth of their size. */
async function zeros(mebibytes: number): Promise<{ deflated: Buffer; id: string }> {
  const deflate = createDeflate({ level: 1 });
  const piece = Buffer.alloc(mebibyte);
  const hash = createHash('sha1').update(`blob ${mebibytes * mebibyte}\0`);
  const pieces: Buffer[] = [];
  deflate.on('data', (bytes: Buffer) => pieces.push(bytes));
  for (let written = 0; written < mebibytes; written += 1) {
    hash.update(piece);
    await new Promise((done) => deflate.write(piece, done));
  }
  await new Promise<void>((done) => deflate.on('end', done).end());
  return { deflated: Buffer.concat(pieces), id: hash.digest('hex') };
}

/** MiB by which the most memory that this process ever had grows. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = resourceUsage().maxRSS;
  await work();
  return (resourceUsage().maxRSS - before) / 1024;
}

test('an object of 512 MiB is indexed without being held, and its neighbours are read', async () => {
  await using directory = await temporaryDirectory('packs');
  const { deflated, id } = await zeros(512);
  const large = entryOf('blob', 512 * mebibyte, deflated);
  let store: PackStore | undefined;
  const grown = await growth(async () => (store = await receive(directory.path, packOf([large, blob]), 65_536)));
  assert.ok(grown < 100, `memory grew by ${grown} MiB`);
  assert.deepEqual(store?.read(blobId(content)).bytes, content);
  assert.equal(store.sizeOf(Buffer.from(id, 'hex')), 512 * mebibyte);
  assert.throws(() => store?.read(id), ObjectTooLargeError);
});

test('what is larger than declared is inflated no further than to see it', async () => {
  await using directory = await temporaryDirectory('packs');
  const { deflated } = await zeros(64);
  const declared = packLimits.held + 1;
  await assert.rejects(receive(directory.path, packOf([entryOf('blob', declared, deflated)])), (error) => {
    const found = Number(/must have 33554433 bytes, found (\d+) and more/.exec(String(error))?.[1]);
    return found > declared && found <= declared + 65_536;
  });
});

for (const declared of [7, packLimits.held, packLimits.held + 1]) {
  test(`512 MiB that are declared as ${declared} bytes are refused before they are inflated`, async () => {
    await using directory = await temporaryDirectory('packs');
    const { deflated } = await zeros(512);
    const pack = packOf([entryOf('blob', declared, deflated)]);
    const grown = await growth(() =>
      assert.rejects(receive(directory.path, pack, 65_536), { name: 'DamagedPackError', message: /entry at 12/ }),
    );
    assert.ok(grown < 100, `memory grew by ${grown} MiB`);
  });
}

test('a delta whose result is too large is left out, also after a new start, and the rest is read', async () => {
  await using directory = await temporaryDirectory('packs');
  const delta = packEntry({ kind: 'offset delta', base: blob.length, content: deltaOf(7, '', gigabytes) });
  const received = await receive(directory.path, packOf([blob, delta]));
  for (const store of [received, PackStore.open(directory.path)]) {
    assert.deepEqual(store.read(blobId(content)).bytes, content);
    assert.equal(store.isIncomplete, true);
    assert.equal(store.sizeOf(Buffer.from(unknownId, 'hex')), Infinity);
    assert.throws(() => store.read(unknownId), ObjectTooLargeError);
  }
});

test('deltas that rest on one that is too large are left out with it, by offset and by id', async () => {
  await using directory = await temporaryDirectory('packs');
  const large = packEntry({ kind: 'offset delta', base: blob.length, content: deltaOf(7, '', gigabytes) });
  const onLarge = packEntry({ kind: 'offset delta', base: large.length, content: deltaOf(7, 'x') });
  const byId = packEntry({ kind: 'id delta', base: Buffer.alloc(20, 7), content: deltaOf(7, 'x') });
  const store = await receive(directory.path, packOf([blob, large, onLarge, byId]));
  assert.equal(store.isIncomplete, true);
  assert.deepEqual(store.read(blobId(content)).bytes, content);
});

test('a store in which everything is indexed does not take a missing object for a large one', async () => {
  await using directory = await temporaryDirectory('packs');
  const store = await receive(directory.path, packOf([blob]));
  assert.equal(store.sizeOf(Buffer.from(unknownId, 'hex')), undefined);
  assert.throws(() => store.read(unknownId), /a pack must have it, found none/);
});

test('the size of a delta is that of its result, kept or not', async () => {
  await using directory = await temporaryDirectory('packs');
  const delta = packEntry({ kind: 'offset delta', base: blob.length, content: deltaOf(7, 'x') });
  const store = await receive(directory.path, packOf([blob, delta]));
  const id = Buffer.from(blobId(Buffer.from('contentx')), 'hex');
  assert.equal(store.sizeOf(id), 8);
  store.release();
  assert.equal(store.sizeOf(id), 8);
});

test('what indexing kept is read without the pack, and from the pack when it was let go', async () => {
  await using directory = await temporaryDirectory('packs');
  const contents = Array.from({ length: 1500 }, (_, number) => Buffer.alloc(number * 3, number % 251));
  const store = await receive(
    directory.path,
    packOf(contents.map((bytes) => packEntry({ kind: 'blob', content: bytes }))),
  );
  for (const bytes of contents) assert.deepEqual(store.read(blobId(bytes)).bytes, bytes);
  store.release();
  for (const bytes of contents) assert.deepEqual(store.read(blobId(bytes)).bytes, bytes);
});

test('the kept objects of many packs together take no more than those of one may', async () => {
  await using directory = await temporaryDirectory('packs');
  const bytes = Array.from({ length: 400 }, (_, number) => Buffer.alloc(65_000, number));
  const store = await receive(directory.path, packOf(bytes.map((one) => packEntry({ kind: 'blob', content: one }))));
  const first = store.kept;
  await receive(
    directory.path,
    packOf(bytes.toReversed().map((one) => packEntry({ kind: 'blob', content: one }))),
    65_536,
    store,
  );
  assert.ok(first > 20 * mebibyte && store.kept <= 32 * mebibyte, `${first}, then ${store.kept} bytes`);
  for (const one of bytes) assert.deepEqual(store.read(blobId(one)).bytes, one);
  store.release();
  assert.equal(store.kept, 0);
});
