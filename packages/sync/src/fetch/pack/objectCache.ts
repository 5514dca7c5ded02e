import type { PackedObject } from './packedObject.ts';

/** What a small object costs beside its bytes: 55,000 of 300 bytes took 50 MB. */
const overhead = 1024;

/** The objects used last, up to so many bytes together: bases of deltas are wanted again soon. */
export class ObjectCache {
  readonly #objects = new Map<number, PackedObject>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: number): PackedObject | undefined {
    const object = this.#objects.get(key);
    if (object === undefined) return undefined;
    this.#objects.delete(key);
    this.#objects.set(key, object);
    return object;
  }

  set(key: number, object: PackedObject): void {
    const size = object.bytes.length + overhead;
    if (size > this.#most || this.#objects.has(key)) return;
    this.#objects.set(key, object);
    this.#bytes += size;
    if (this.#bytes <= this.#most) return;
    // Many at once: a Map walks over what was deleted at its front each time anew.
    for (const [oldest, old] of this.#objects) {
      if (this.#bytes <= this.#most * 0.75) return;
      this.#objects.delete(oldest);
      this.#bytes -= old.bytes.length + overhead;
    }
  }
}
