import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedPackError } from './damagedPackError.ts';
import { KeptObjects } from './keptObjects.ts';
import { ObjectCache } from './objectCache.ts';
import { deltaResultSize } from './applyDelta.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';
import { inflateEntry, readPackEntry } from './packEntry.ts';
import { hashObject } from './packedObject.ts';
import type { PackedObject } from './packedObject.ts';
import { PackFile } from './packFile.ts';
import { PackIndex } from './packIndex.ts';
import { packLimits } from './packLimits.ts';
import { ReceivedPack } from './receivedPack.ts';
import type { KeptPack } from './receivedPack.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';

const cacheBytes = 4 * 1024 * 1024;
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

type Pack = ResolveContext & {
  readonly name: string;
  readonly index: PackIndex;
  /** It has objects that no index names, because they are too large to be held. */
  readonly isIncomplete: boolean;
};

/** The packs of one git directory, read with blocking calls: an object costs microseconds, less than a turn of the loop. */
export class PackStore {
  readonly #directory: string;
  readonly #largest: number;
  #packs: readonly Pack[] = [];
  readonly #cache = new ObjectCache(cacheBytes);
  #opened = 0;

  private constructor(directory: string, largest: number) {
    this.#directory = directory;
    this.#largest = largest;
  }

  /**
   * Opens `objects/pack` of a git directory. A damaged pack is as good as none; what a kill left half received goes. An
   * object may have `largest` bytes to be read.
   */
  static open(directory: string, largest: number = packLimits.held): PackStore {
    const store = new PackStore(directory, largest);
    for (const name of readdirSync(directory)) {
      if (name.startsWith(ReceivedPack.prefix)) rmSync(join(directory, name), { force: true });
      if (name.endsWith('.idx')) store.#tryOpen(name.slice(0, -4));
    }
    return store;
  }

  /** A pack to write to, until the signal aborts. */
  receive(signal: AbortSignal): ReceivedPack {
    return new ReceivedPack(this.#directory, this.#largest, signal);
  }

  /** Reads from now on what was received. Throws DamagedPackError when it is not what was written. */
  add({ name, index, kept }: Omit<KeptPack, 'kept'> & Partial<KeptPack>): void {
    const file = new PackFile(join(this.#directory, `${name}.pack`));
    if (!file.checksum().equals(index.packChecksum)) {
      throw new DamagedPackError(`Cannot read ${name}: its index must be made for it, found another checksum`);
    }
    this.#opened += 1;
    // Offsets have 31 bits.
    const cacheKey = this.#opened * 2 ** 31;
    const locate = (id: Buffer): number | undefined => index.find(id);
    const { count } = index;
    const isIncomplete = file.read(8, 4).readUInt32BE() > count;
    const shared = { file, cache: this.#cache, cacheKey, largest: this.#largest, count, locate, kept };
    const others = this.#packs.filter((pack) => pack.name !== name);
    this.#packs = withinBudget([{ name, ...shared, index, isIncomplete }, ...others]);
  }

  /** Lets go of what indexing kept: from now on every object is read from its pack. */
  release(): void {
    this.#packs = this.#packs.map((pack) => ({ ...pack, kept: undefined }));
  }

  /** Bytes of memory that hold what indexing kept. */
  get kept(): number {
    return this.#packs.reduce((sum, { kept }) => sum + (kept?.reserved ?? 0), 0);
  }

  /** Some object is in no index, because it was too large to be held when its pack came. */
  get isIncomplete(): boolean {
    return this.#packs.some((pack) => pack.isIncomplete);
  }

  /**
   * The object with this id of 40 hexadecimal digits; its bytes hash to it. Throws ObjectTooLargeError for one that must
   * not be held in memory, and an error when no pack has it, or all damaged.
   */
  read(id: string): PackedObject {
    const key = Buffer.from(id, 'hex');
    let cause: unknown;
    for (const pack of this.#packs) {
      const offset = pack.locate(key);
      if (offset === undefined) continue;
      try {
        // What was kept was hashed when it was.
        const object = pack.kept?.get(offset) ?? readSound(pack, offset, key);
        if (object !== undefined) return object;
        cause = new DamagedPackError(`Cannot read ${id}: its bytes must hash to it, found others in ${pack.file.path}`);
      } catch (error) {
        cause = error;
      }
    }
    // Git takes it for granted: no pack need have it.
    if (id === emptyTree) return { type: 'tree', bytes: Buffer.alloc(0) };
    if (cause === undefined && this.isIncomplete) throw tooLarge(id, this.#largest);
    throw cause ?? new Error(`Cannot read object ${id}: a pack must have it, found none`);
  }

  /**
   * Bytes of the object whose id are the 20 bytes from `at` on, without inflating it; Infinity for one that was too large to be indexed, undefined
   * when no pack has it. Throws DamagedPackError.
   */
  sizeOf(id: Buffer, at = 0): number | undefined {
    for (const pack of this.#packs) {
      const offset = pack.index.find(id, at);
      if (offset === undefined) continue;
      const kept = pack.kept?.sizeAt(offset);
      if (kept !== undefined) return kept;
      const entry = readPackEntry(pack.file, offset);
      if (entry.kind !== 'offset delta' && entry.kind !== 'id delta') return entry.size;
      return entry.size > this.#largest ? Infinity : deltaResultSize(inflateEntry(pack.file, entry).bytes);
    }
    return this.isIncomplete ? Infinity : undefined;
  }

  #tryOpen(name: string): void {
    try {
      this.add({ name, index: new PackIndex(readFileSync(join(this.#directory, `${name}.idx`))) });
    } catch {
      // Cut off by a kill, or damaged: what it had is fetched again.
    }
  }
}

/** The same packs; of what was kept, that of the newest, as far as all of it together is no more than one pack may keep. */
function withinBudget(packs: readonly Pack[]): Pack[] {
  let room = KeptObjects.most;
  return packs.map((pack) => {
    room -= pack.kept?.reserved ?? 0;
    return room >= 0 ? pack : { ...pack, kept: undefined };
  });
}

function readSound(pack: Pack, offset: number, id: Buffer): PackedObject | undefined {
  const object = resolveObject(pack, offset);
  return object !== undefined && hashObject(object) === id.toString('latin1') ? object : undefined;
}

function tooLarge(id: string, largest: number): ObjectTooLargeError {
  return new ObjectTooLargeError(`Cannot read object ${id}: it may have ${largest} bytes, found more`);
}
