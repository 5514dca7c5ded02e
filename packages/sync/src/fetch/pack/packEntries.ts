/** The ids, offsets and CRC-32s of the objects of a pack, 28 bytes for each, in the order of the pack. */
export class PackEntries {
  ids = Buffer.alloc(256 * 20);
  offsets = new Uint32Array(256);
  crcs = new Uint32Array(256);
  count = 0;

  /** Adds one, and answers its number; its id is set later. */
  add(offset: number, crc: number): number {
    if (this.count === this.offsets.length) this.#grow();
    this.offsets[this.count] = offset;
    this.crcs[this.count] = crc;
    this.count += 1;
    return this.count - 1;
  }

  /** `id` is 20 bytes, as a Buffer or as a string of them ("latin1"). */
  setId(number: number, id: Buffer | string): void {
    if (typeof id === 'string') this.ids.write(id, number * 20, 20, 'latin1');
    else this.ids.set(id, number * 20);
  }

  /** The same without these numbers. */
  without(numbers: ReadonlySet<number>): PackEntries {
    if (numbers.size === 0) return this;
    const rest = new PackEntries();
    for (let number = 0; number < this.count; number += 1) {
      if (numbers.has(number)) continue;
      const added = rest.add(this.offsets[number] ?? 0, this.crcs[number] ?? 0);
      rest.setId(added, this.ids.subarray(number * 20, number * 20 + 20));
    }
    return rest;
  }

  // Not by the count that the pack declares: it may be a lie, and memory would be taken for it.
  #grow(): void {
    const { ids, offsets, crcs } = this;
    const more = offsets.length * 2;
    this.ids = Buffer.alloc(more * 20);
    this.offsets = new Uint32Array(more);
    this.crcs = new Uint32Array(more);
    this.ids.set(ids);
    this.offsets.set(offsets);
    this.crcs.set(crcs);
  }
}
