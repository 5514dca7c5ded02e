import type { ObjectType, PackedObject } from './packedObject.ts';

const chunkBytes = 1024 * 1024;
const largest = 64 * 1024;
const types: readonly ObjectType[] = ['commit', 'tree', 'blob', 'tag'];

/**
 * What indexing a pack inflated, until it is published: the small objects side by side in a few large buffers, found by
 * offset. 56,000 objects take a tenth of what as many Buffers in a Map would.
 */
export class KeptObjects {
  /** Bytes that it reserves at most. */
  static readonly most = 32 * chunkBytes;
  readonly #chunks: Buffer[] = [];
  #offsets = new Uint32Array(256);
  /** Where an object begins, counted over all chunks. */
  #starts = new Float64Array(256);
  /** Four times its length, and its type. */
  #sizes = new Uint32Array(256);
  #count = 0;
  #end = 0;

  /** Bytes of memory that are taken. */
  get reserved(): number {
    return this.#chunks.length * chunkBytes;
  }

  /** Keeps a copy, or answers false: there is no room for it. Offsets must ascend. */
  keep(offset: number, { type, bytes }: PackedObject): boolean {
    if (bytes.length > largest) return false;
    const chunkEnd = this.#chunks.length * chunkBytes;
    if (this.#end + bytes.length > chunkEnd) {
      if (chunkEnd + chunkBytes > KeptObjects.most) return false;
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes));
      this.#end = chunkEnd;
    }
    if (this.#count === this.#offsets.length) this.#grow();
    this.#offsets[this.#count] = offset;
    this.#starts[this.#count] = this.#end;
    this.#sizes[this.#count] = bytes.length * 4 + types.indexOf(type);
    this.#chunks.at(-1)?.set(bytes, this.#end % chunkBytes);
    this.#end += bytes.length;
    this.#count += 1;
    return true;
  }

  /** The object at this offset of the pack. Nobody may write to its bytes. */
  get(offset: number): PackedObject | undefined {
    const place = this.#find(offset);
    const type = types[(this.#sizes[place] ?? 0) & 3];
    return place < 0 || type === undefined
      ? undefined
      : { type, bytes: this.#slice(this.#starts[place] ?? 0, this.#sizeOf(place)) };
  }

  /** Bytes of the object at this offset. */
  sizeAt(offset: number): number | undefined {
    const place = this.#find(offset);
    return place < 0 ? undefined : this.#sizeOf(place);
  }

  #sizeOf(place: number): number {
    return (this.#sizes[place] ?? 0) >>> 2;
  }

  #find(offset: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.#offsets[low] === offset ? low : -1;
  }

  #slice(start: number, length: number): Buffer {
    const within = start % chunkBytes;
    return (this.#chunks[(start - within) / chunkBytes] ?? Buffer.alloc(0)).subarray(within, within + length);
  }

  #grow(): void {
    const more = this.#offsets.length * 2;
    const [offsets, starts, sizes] = [this.#offsets, this.#starts, this.#sizes];
    this.#offsets = new Uint32Array(more);
    this.#starts = new Float64Array(more);
    this.#sizes = new Uint32Array(more);
    this.#offsets.set(offsets);
    this.#starts.set(starts);
    this.#sizes.set(sizes);
  }
}
