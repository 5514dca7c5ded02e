import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { applyDelta } from './applyDelta.ts';
import { DamagedPackError } from './damagedPackError.ts';
import { ObjectCache } from './objectCache.ts';
import { inflateEntry, readPackEntry } from './packEntry.ts';
import type { PackEntry } from './packEntry.ts';
import { hashObject } from './packedObject.ts';
import type { PackedObject } from './packedObject.ts';
import type { PackFile } from './packFile.ts';
import type { PackEntries } from './packIndex.ts';
import { packLimits } from './packLimits.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';
import { resolveWaiting } from './resolveWaiting.ts';

const cacheBytes = 8 * 1024 * 1024;
const smallestEntry = 9;
/** Milliseconds of work before others get a turn. */
const slice = 5;

/**
 * Finds the id of every object in a pack, in one walk over it; every byte is inflated and every object hashed. Objects
 * that rest on a later one by its id are left for a second walk. Rejects with DamagedPackError, also when an object
 * rests on one that the pack has not; with the signal's reason.
 */
export async function indexPack(file: PackFile, signal: AbortSignal): Promise<PackEntries> {
  const count = readCount(file);
  const ids = Buffer.alloc(count * 20);
  const offsets: number[] = [];
  const crcs: number[] = [];
  const cache = new ObjectCache(cacheBytes);
  const context: ResolveContext = { file, cache, cacheKey: 0, count, locate: () => undefined };
  const waiting: number[] = [];
  const rest = newRest(signal);

  let offset = 12;
  for (let number = 0; number < count; number += 1) {
    await rest();
    const entry = readPackEntry(file, offset);
    const { bytes, end } = inflateEntry(file, entry);
    offsets.push(offset);
    crcs.push(crc32(file.read(offset, end - offset)));
    const object = build(context, entry, bytes);
    if (object === undefined) waiting.push(number);
    else {
      cache.set(offset, object);
      hashObject(object).copy(ids, number * 20);
    }
    offset = end;
  }
  if (offset !== file.end) {
    throw new DamagedPackError(`Cannot read a pack: its ${count} objects must end at ${file.end}, found ${offset}`);
  }
  const entries = { ids, offsets, crcs };
  if (waiting.length > 0) await resolveWaiting(context, entries, waiting, rest);
  return entries;
}

function readCount(file: PackFile): number {
  const head = file.read(0, 12);
  const [signature, version, count] = [head.toString('latin1', 0, 4), head.readUInt32BE(4), head.readUInt32BE(8)];
  if (signature !== 'PACK' || version !== 2) {
    throw new DamagedPackError('Cannot read a pack: it must begin as version 2, found something else');
  }
  const most = Math.min(packLimits.objects, Math.floor((file.end - 12) / smallestEntry));
  if (count > most)
    throw new DamagedPackError(`Cannot read a pack: it may hold ${most} objects, found ${count} declared`);
  return count;
}

function build(context: ResolveContext, entry: PackEntry, bytes: Buffer): PackedObject | undefined {
  if (entry.kind === 'id delta') return undefined;
  if (entry.kind !== 'offset delta') return { type: entry.kind, bytes };
  const base = resolveObject(context, entry.base);
  return base && { type: base.type, bytes: applyDelta(base.bytes, bytes) };
}

function newRest(signal: AbortSignal): () => Promise<void> | void {
  let since = performance.now();
  const rest = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  };
  return () => (performance.now() - since < slice ? undefined : rest());
}
