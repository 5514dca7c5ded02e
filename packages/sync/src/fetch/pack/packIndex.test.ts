import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PackEntries } from './packEntries.ts';
import { PackIndex } from './packIndex.ts';

const checksum = Buffer.alloc(20, 7);

/** An index of objects with these ids, of which the first lies at 12, and each other one byte further. */
function indexOf(ids: readonly string[]): PackIndex {
  const entries = new PackEntries();
  for (const [place, id] of ids.entries()) entries.setId(entries.add(12 + place, place), Buffer.from(id, 'hex'));
  return PackIndex.build(entries, checksum);
}

const places = (ids: readonly string[]): (number | undefined)[] => {
  const index = indexOf(ids);
  return ids.map((id) => index.find(Buffer.from(id, 'hex')));
};

test('every object is found by its id, whatever the order in the pack', () => {
  const ids = ['ff', '00', '80', '7f', '01', 'fe'].map((head) => head.padEnd(40, '3'));
  assert.deepEqual(places(ids), [12, 13, 14, 15, 16, 17]);
});

test('ids that begin with the same four bytes are told apart by the rest', () => {
  const ids = ['f', '1', '9', '0'].flatMap((tail) => [
    `abcdef01${tail.padEnd(32, '5')}`,
    `abcdef01${tail.padStart(32, '5')}`,
  ]);
  assert.deepEqual(places(ids), [12, 13, 14, 15, 16, 17, 18, 19]);
});

test('an id that no object has is not found, also beside one that begins alike', () => {
  const index = indexOf([`abcdef01${'5'.repeat(32)}`]);
  assert.equal(index.find(Buffer.from(`abcdef01${'5'.repeat(31)}6`, 'hex')), undefined);
});
