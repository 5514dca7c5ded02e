import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedPackError } from './damagedPackError.ts';
import { ObjectCache } from './objectCache.ts';
import { hashObject } from './packedObject.ts';
import type { PackedObject } from './packedObject.ts';
import { PackFile } from './packFile.ts';
import { PackIndex } from './packIndex.ts';
import { ReceivedPack } from './receivedPack.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';

const cacheBytes = 4 * 1024 * 1024;
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** The packs of one git directory, read with blocking calls: an object costs microseconds, less than a turn of the loop. */
export class PackStore {
  readonly #directory: string;
  /** By file name, the newest last. */
  readonly #packs = new Map<string, ResolveContext>();
  readonly #cache = new ObjectCache(cacheBytes);
  #opened = 0;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens `objects/pack` of a git directory. A damaged pack is as good as none; what a kill left half received goes. */
  static open(directory: string): PackStore {
    const store = new PackStore(directory);
    for (const name of readdirSync(directory)) {
      if (name.startsWith(ReceivedPack.prefix)) rmSync(join(directory, name), { force: true });
      if (name.endsWith('.idx')) store.#tryOpen(name.slice(0, -4));
    }
    return store;
  }

  /** A pack to write to. */
  receive(): ReceivedPack {
    return new ReceivedPack(this.#directory);
  }

  /** Reads from now on what was received. Throws DamagedPackError when it is not what was written. */
  add(name: string): void {
    const file = new PackFile(join(this.#directory, `${name}.pack`));
    const index = new PackIndex(readFileSync(join(this.#directory, `${name}.idx`)));
    if (!file.checksum().equals(index.packChecksum)) {
      throw new DamagedPackError(`Cannot read ${name}: its index must be made for it, found another checksum`);
    }
    this.#opened += 1;
    // Offsets have 31 bits.
    const cacheKey = this.#opened * 2 ** 31;
    const locate = (id: Buffer): number | undefined => index.find(id);
    this.#packs.delete(name);
    this.#packs.set(name, { file, cache: this.#cache, cacheKey, count: index.count, locate });
  }

  /** The object with this id of 40 hexadecimal digits; its bytes hash to it. Throws when no pack has it, or all damaged. */
  read(id: string): PackedObject {
    const key = Buffer.from(id, 'hex');
    let cause: unknown;
    for (const pack of [...this.#packs.values()].toReversed()) {
      const offset = pack.locate(key);
      if (offset === undefined) continue;
      try {
        const object = resolveObject(pack, offset);
        if (object !== undefined && hashObject(object).equals(key)) return object;
        cause = new DamagedPackError(`Cannot read ${id}: its bytes must hash to it, found others in ${pack.file.path}`);
      } catch (error) {
        cause = error;
      }
    }
    // Git takes it for granted: no pack need have it.
    if (id === emptyTree) return { type: 'tree', bytes: Buffer.alloc(0) };
    throw cause ?? new Error(`Cannot read object ${id}: a pack must have it, found none`);
  }

  #tryOpen(name: string): void {
    try {
      this.add(name);
    } catch {
      // Cut off by a kill, or damaged: what it had is fetched again.
    }
  }
}
