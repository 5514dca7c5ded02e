import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { applyDelta } from './applyDelta.ts';
import { DamagedPackError } from './damagedPackError.ts';
import { KeptObjects } from './keptObjects.ts';
import { ObjectCache } from './objectCache.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';
import { PackEntries } from './packEntries.ts';
import { inflateEntry, latestEnd, longestHead, readPackEntry } from './packEntry.ts';
import type { PackEntry } from './packEntry.ts';
import { hashObject } from './packedObject.ts';
import type { PackedObject } from './packedObject.ts';
import type { PackFile } from './packFile.ts';
import { packLimits } from './packLimits.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';
import { resolveWaiting } from './resolveWaiting.ts';
import { streamEntry } from './streamEntry.ts';

const cacheBytes = 8 * 1024 * 1024;
const headBytes = 12;
/** Milliseconds of work before others get a turn. */
const slice = 5;

/**
 * Finds the id of every object in a pack, in one walk over it while it arrives: the server makes the end of a pack while
 * the beginning is inflated and hashed here. Objects that rest on a later one by its id are left for a second walk;
 * those too large to be held are hashed in pieces, or, if they are deltas, left out.
 */
export class PackIndexer {
  readonly #file: PackFile;
  readonly #signal: AbortSignal;
  readonly #entries = new PackEntries();
  readonly #kept = new KeptObjects();
  readonly #tooLarge = new Set<number>();
  readonly #waiting: number[] = [];
  readonly #context: ResolveContext;
  #count: number | undefined;
  #offset = headBytes;
  #since = 0;

  /** An object may have `largest` bytes to be held in memory. */
  constructor(file: PackFile, largest: number, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
    const cache = new ObjectCache(cacheBytes);
    const kept = this.#kept;
    this.#context = { file, cache, cacheKey: 0, kept, largest, count: packLimits.objects, locate: () => undefined };
  }

  /** Walks on over what is certain to be whole. Rejects with DamagedPackError, with the signal's reason. */
  async advance(): Promise<void> {
    this.#since = performance.now();
    await this.#walk(
      (entry) => (entry === undefined ? this.#offset + longestHead : latestEnd(entry)) <= this.#file.end,
    );
  }

  /**
   * Walks to the end of the pack, which has arrived; answers its objects and those of them that were kept. Rejects with
   * DamagedPackError, also when an object rests on one that the pack has not; with the signal's reason.
   */
  async finish(): Promise<{ readonly entries: PackEntries; readonly kept: KeptObjects }> {
    const [file, entries] = [this.#file, this.#entries];
    file.checkSize();
    this.#since = performance.now();
    await this.#walk(() => true);
    if (this.#offset !== file.end) {
      throw damaged(`its ${entries.count} objects must end at ${file.end}, found ${this.#offset}`);
    }
    if (this.#waiting.length > 0) {
      await resolveWaiting(this.#context, entries, this.#waiting, this.#tooLarge, () => this.#rest());
    }
    return { entries: entries.without(this.#tooLarge), kept: this.#kept };
  }

  async #walk(isThere: (entry?: PackEntry) => boolean): Promise<void> {
    if (this.#count === undefined && !isThere()) return;
    this.#count ??= readCount(this.#file);
    while (this.#entries.count < this.#count && isThere()) {
      const entry = readPackEntry(this.#file, this.#offset);
      if (!isThere(entry)) return;
      if (entry.size > this.#context.largest) await this.#stream(entry);
      else this.#read(entry);
      // Awaited only when it is due: a promise for each of 50,000 objects would be felt.
      if (performance.now() - this.#since >= slice) await this.#rest();
    }
  }

  #read(entry: PackEntry): void {
    const [file, offset] = [this.#file, this.#offset];
    const { bytes, end } = inflateEntry(file, entry);
    const number = this.#entries.add(offset, crc32(file.read(offset, end - offset)));
    this.#offset = end;
    const object = this.#build(number, entry, bytes);
    if (object === undefined) return;
    this.#entries.setId(number, hashObject(object));
    if (!this.#kept.keep(offset, object)) this.#context.cache.set(offset, object);
  }

  async #stream(entry: PackEntry): Promise<void> {
    const { id, crc, end } = await streamEntry(this.#file, entry, this.#signal);
    const number = this.#entries.add(this.#offset, crc);
    this.#offset = end;
    if (id === undefined) this.#tooLarge.add(number);
    else this.#entries.setId(number, id);
  }

  #build(number: number, entry: PackEntry, bytes: Buffer): PackedObject | undefined {
    try {
      if (entry.kind !== 'id delta' && entry.kind !== 'offset delta') return { type: entry.kind, bytes };
      const base = entry.kind === 'id delta' ? undefined : resolveObject(this.#context, entry.base);
      if (base !== undefined) return { type: base.type, bytes: applyDelta(base.bytes, bytes, this.#context.largest) };
      this.#waiting.push(number);
    } catch (error) {
      if (!(error instanceof ObjectTooLargeError)) throw error;
      this.#tooLarge.add(number);
    }
    return undefined;
  }

  async #rest(): Promise<void> {
    if (performance.now() - this.#since < slice) return;
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}

function readCount(file: PackFile): number {
  const head = file.read(0, headBytes);
  const [signature, version, count] = [head.toString('latin1', 0, 4), head.readUInt32BE(4), head.readUInt32BE(8)];
  if (signature !== 'PACK' || version !== 2) throw damaged('it must begin as version 2, found something else');
  if (count > packLimits.objects) throw damaged(`it may hold ${packLimits.objects} objects, found ${count} declared`);
  return count;
}

function damaged(rule: string): DamagedPackError {
  return new DamagedPackError(`Cannot read a pack: ${rule}`);
}
