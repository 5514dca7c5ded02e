import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { blobId, deltaOf, packEntry, packOf, receive } from '../../fixtures/packs.ts';
import { PackStore } from './packStore.ts';

const content = Buffer.from('content');
const blob = packEntry({ kind: 'blob', content });
const gigabytes = 2 * 1024 ** 3;
const unknownId = Buffer.alloc(20, 7);

/** With a right checksum, so that only what it holds is wrong. */
const summed = (body: Buffer): Buffer => Buffer.concat([body, createHash('sha1').update(body).digest()]);
const withDelta = (delta: Buffer, distance = blob.length): Buffer =>
  packOf([blob, packEntry({ kind: 'offset delta', base: distance, content: delta })]);

const hostile: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
  'a wrong checksum': [Buffer.concat([packOf([blob]).subarray(0, -1), Buffer.from([0])]), /must hash to their last 20/],
  'a cut': [packOf([blob, blob]).subarray(0, 40), /must hash to their last 20/],
  'a few bytes only': [summed(Buffer.from('PACK')), /must have 32 to/],
  'another signature': [summed(Buffer.from('KCAP\0\0\0\x02\0\0\0\0')), /must begin as version 2/],
  'another version': [packOf([blob], { version: 4 }), /must begin as version 2/],
  'four billion objects declared': [packOf([blob], { count: 2 ** 32 - 1 }), /may hold \d+ objects, found 4294967295/],
  'more objects declared than there are': [
    packOf([blob, blob], { count: 3 }),
    /must be whole|must have a known type|may hold/,
  ],
  'fewer objects declared than there are': [packOf([blob, blob], { count: 1 }), /its 1 objects must end at/],
  'an unknown type': [packOf([Buffer.concat([Buffer.from([0x50]), deflateSync(content)])]), /known type, found 5/],
  'an object of 2 GB declared': [
    packOf([packEntry({ kind: 'blob', content, declared: gigabytes })]),
    /must have 2147483648 bytes, found 7/,
  ],
  'a delta of 2 GB declared': [
    packOf([blob, packEntry({ kind: 'offset delta', base: blob.length, content, declared: gigabytes })]),
    /must have 2147483648 bytes, found 7/,
  ],
  'a size without an end': [
    summed(Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x01\xb0', 'latin1'), Buffer.alloc(40, 0xff)])),
    /found/,
  ],
  'an object longer than declared': [
    packOf([packEntry({ kind: 'blob', content, declared: 3 })]),
    /Cannot read the pack entry at 12/,
  ],
  'an object shorter than declared': [
    packOf([packEntry({ kind: 'blob', content, declared: 99 })]),
    /must have 99 bytes, found 7/,
  ],
  'bytes that do not inflate': [
    packOf([Buffer.concat([Buffer.from([0x37]), Buffer.alloc(30, 0xff)])]),
    /Cannot read the pack entry/,
  ],
  'a delta for a base of another size': [withDelta(deltaOf(6, 'x')), /must be made for 6 bytes, found 7/],
  'a delta that copies from beyond its base': [withDelta(Buffer.from([7, 20, 0x91, 6, 20])), /within its bounds/],
  'a delta that gives more than declared': [withDelta(Buffer.from([7, 3, 4, 97, 97, 97, 97])), /within its bounds/],
  'a delta that gives less than declared': [
    withDelta(deltaOf(content.length, 'x', 100)),
    /must give 100 bytes, found 8/,
  ],
  'a delta with the reserved instruction': [withDelta(Buffer.from([7, 7, 0])), /found 0/],
  'a delta that ends within an instruction': [withDelta(Buffer.from([7, 7, 0x91])), /must be whole/],
  'an empty delta': [withDelta(Buffer.alloc(0)), /must be whole/],
  'a delta whose base lies before the pack': [withDelta(deltaOf(7, 'x'), 1000), /base before it/],
  'a delta whose base is itself': [withDelta(deltaOf(7, 'x'), 0), /base before it/],
  'a delta whose base is no entry': [withDelta(deltaOf(7, 'x'), blob.length - 1), /Cannot/],
  'a delta by an id that the pack has not': [
    packOf([blob, packEntry({ kind: 'id delta', base: unknownId, content: deltaOf(7, 'x') })]),
    /bases of all deltas, found 1 without/,
  ],
  'a circle of deltas by id': [
    packOf(
      [1, 2].map((byte) => packEntry({ kind: 'id delta', base: Buffer.alloc(20, 3 - byte), content: deltaOf(7, 'x') })),
    ),
    /bases of all deltas, found 2 without/,
  ],
};

for (const [name, [bytes, message]] of Object.entries(hostile)) {
  test(`a pack with ${name} is refused and leaves nothing behind`, async () => {
    await using directory = await temporaryDirectory('packs');
    await assert.rejects(receive(directory.path, bytes), { name: 'DamagedPackError', message });
    assert.deepEqual(await readdir(directory.path), []);
  });
}

test('a pack that arrives byte by byte is taken', async () => {
  await using directory = await temporaryDirectory('packs');
  const store = await receive(directory.path, packOf([blob]), 1);
  assert.deepEqual(store.read(blobId(content)).bytes, content);
});

test('the same pack may come twice', async () => {
  await using directory = await temporaryDirectory('packs');
  await receive(directory.path, packOf([blob]));
  await receive(directory.path, packOf([blob]));
  assert.equal((await readdir(directory.path)).length, 2);
});

test('indexing ends with the reason of the signal', async () => {
  await using directory = await temporaryDirectory('packs');
  const reason = new Error('stop');
  const pack = PackStore.open(directory.path).receive(AbortSignal.abort(reason));
  const entries = Array.from({ length: 5000 }, (_, number) =>
    packEntry({ kind: 'blob', content: Buffer.from(`${number}`) }),
  );
  await assert.rejects(pack.write(packOf(entries)), reason);
  pack.discard();
  assert.deepEqual(await readdir(directory.path), []);
});

test('nothing can be written once the fetch has ended', async () => {
  await using directory = await temporaryDirectory('packs');
  const pack = PackStore.open(directory.path).receive(new AbortController().signal);
  pack.discard();
  await assert.rejects(pack.write(blob), /found it ended/);
  assert.deepEqual(await readdir(directory.path), []);
});
