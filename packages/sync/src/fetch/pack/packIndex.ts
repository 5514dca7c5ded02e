import { hash } from 'node:crypto';
import { DamagedPackError } from './damagedPackError.ts';
import type { PackEntries } from './packEntries.ts';

const heads = 8;
const fanout = 256 * 4;
const magic = 0xff744f63;
const mostSorted = 2 ** 21;

/** Git's index of a pack, version 2, see gitformat-pack(5): by it `git fsck` reads the same directory. */
export class PackIndex {
  readonly count: number;
  readonly #bytes: Buffer;

  /** Throws DamagedPackError unless the bytes are a whole and unchanged index. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const isIndex =
      bytes.length >= heads + fanout + 40 && bytes.readUInt32BE(0) === magic && bytes.readUInt32BE(4) === 2;
    this.count = isIndex ? bytes.readUInt32BE(heads + fanout - 4) : 0;
    const length = heads + fanout + this.count * 28 + 40;
    if (
      !isIndex ||
      bytes.length !== length ||
      !hash('sha1', bytes.subarray(0, -20), 'buffer').equals(bytes.subarray(-20))
    ) {
      throw new DamagedPackError('Cannot read the index of a pack: it must be whole, found it damaged');
    }
  }

  /** The checksum of the pack that this is the index of. */
  get packChecksum(): Buffer {
    return this.#bytes.subarray(-40, -20);
  }

  /** Where the pack has the object whose id are the 20 bytes of `id` from `start` on. */
  find(id: Buffer, start = 0): number | undefined {
    const first = id[start] ?? 0;
    let low = first === 0 ? 0 : this.#bytes.readUInt32BE(heads + (first - 1) * 4);
    let high = this.#bytes.readUInt32BE(heads + first * 4);
    const head = id.readUInt32BE(start);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = heads + fanout + middle * 20;
      // Four bytes nearly always decide, and words are compared in a third of the time of bytes.
      const order = this.#bytes.readUInt32BE(at) - head || this.#compareRest(at, id, start);
      if (order === 0) return this.#bytes.readUInt32BE(heads + fanout + this.count * 24 + middle * 4);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #compareRest(at: number, id: Buffer, start: number): number {
    let order = 0;
    for (let word = 4; word < 20 && order === 0; word += 4) {
      order = this.#bytes.readUInt32BE(at + word) - id.readUInt32BE(start + word);
    }
    return order;
  }

  /** Writes the index of these entries of the pack with this checksum. */
  static build({ ids, offsets, crcs, count }: PackEntries, packChecksum: Buffer): PackIndex {
    const bytes = Buffer.alloc(heads + fanout + count * 28 + 40);
    bytes.writeUInt32BE(magic, 0);
    bytes.writeUInt32BE(2, 4);
    for (const [place, entry] of sortedById(ids, count).entries()) {
      const id = heads + fanout + place * 20;
      ids.copy(bytes, id, entry * 20, entry * 20 + 20);
      bytes.writeUInt32BE(crcs[entry] ?? 0, heads + fanout + count * 20 + place * 4);
      bytes.writeUInt32BE(offsets[entry] ?? 0, heads + fanout + count * 24 + place * 4);
      const first = heads + (bytes[id] ?? 0) * 4;
      bytes.writeUInt32BE(place + 1, first);
    }
    for (let at = heads + 4; at < heads + fanout; at += 4) {
      bytes.writeUInt32BE(Math.max(bytes.readUInt32BE(at), bytes.readUInt32BE(at - 4)), at);
    }
    packChecksum.copy(bytes, bytes.length - 40);
    hash('sha1', bytes.subarray(0, -20), 'buffer').copy(bytes, bytes.length - 20);
    return new PackIndex(bytes);
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

/** Numbers of entries, in the order of their ids. */
function sortedById(ids: Buffer, count: number): Uint32Array {
  // Four bytes of the id and the number are one exact number as long as there are two million: sorted without a callback,
  // in a tenth of the time. Where four bytes are the same the rest decides.
  const head = (entry: number): number => ids.readUInt32BE(entry * 20);
  const keys = new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) keys[entry] = head(entry) * mostSorted + entry;
  keys.sort();
  const order = new Uint32Array(count);
  let isCertain = true;
  for (let place = 0; place < count; place += 1) {
    const entry = (keys[place] ?? 0) % mostSorted;
    isCertain &&= place === 0 || head(entry) !== head(order[place - 1] ?? 0);
    order[place] = entry;
  }
  if (isCertain) return order;
  return order.toSorted((a, b) => ids.compare(ids, b * 20, b * 20 + 20, a * 20, a * 20 + 20));
}
