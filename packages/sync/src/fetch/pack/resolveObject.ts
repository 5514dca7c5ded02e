import { applyDelta } from './applyDelta.ts';
import { DamagedPackError } from './damagedPackError.ts';
import type { KeptObjects } from './keptObjects.ts';
import type { ObjectCache } from './objectCache.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';
import { inflateEntry, readPackEntry } from './packEntry.ts';
import type { PackEntry } from './packEntry.ts';
import type { PackedObject } from './packedObject.ts';
import type { PackFile } from './packFile.ts';

export type ResolveContext = {
  readonly file: PackFile;
  readonly cache: ObjectCache;
  /** Added to an offset, it tells the packs of one cache apart. */
  readonly cacheKey: number;
  readonly kept?: KeptObjects | undefined;
  /** Where the pack has the object with this id. */
  readonly locate: (id: Buffer) => number | undefined;
  /** Bytes of an object, or of a delta, that is held in memory. */
  readonly largest: number;
  /** Objects in the pack: no chain of deltas is longer. */
  readonly count: number;
};

/**
 * The object at `offset`, whatever number of deltas it is made of; undefined when it rests on an object that the pack is
 * not known to have. A loop, not a recursion: the depth is the sender's to choose. Throws DamagedPackError, or
 * ObjectTooLargeError for one that must not be held in memory.
 */
export function resolveObject(context: ResolveContext, offset: number): PackedObject | undefined {
  const { file, cache, cacheKey, kept, locate, largest, count } = context;
  const deltas: PackEntry[] = [];
  let object: PackedObject | undefined;
  for (let at = offset; object === undefined;) {
    object = kept?.get(at) ?? cache.get(cacheKey + at);
    if (object !== undefined) break;
    const entry = readPackEntry(file, at);
    if (entry.size > largest)
      throw new ObjectTooLargeError(
        `Cannot read the pack entry at ${at}: it may have ${largest} bytes, found ${entry.size}`,
      );
    if (entry.kind !== 'offset delta' && entry.kind !== 'id delta') {
      object = { type: entry.kind, bytes: inflateEntry(file, entry).bytes };
      if (deltas.length > 0) cache.set(cacheKey + at, object);
      break;
    }
    deltas.push(entry);
    if (deltas.length > count)
      throw new DamagedPackError(`Cannot read the pack entry at ${offset}: its deltas are a circle`);
    const base = entry.kind === 'id delta' ? locate(entry.base) : entry.base;
    if (base === undefined) return undefined;
    at = base;
  }
  for (let delta = deltas.pop(); delta !== undefined; delta = deltas.pop()) {
    object = { type: object.type, bytes: applyDelta(object.bytes, inflateEntry(file, delta).bytes, largest) };
    cache.set(cacheKey + delta.offset, object);
  }
  return object;
}
