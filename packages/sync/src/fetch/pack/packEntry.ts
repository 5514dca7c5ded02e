import { inflateSync } from 'node:zlib';
import { DamagedPackError } from './damagedPackError.ts';
import { inflateSmall } from './inflateSmall.ts';
import type { ObjectType } from './packedObject.ts';
import type { PackFile } from './packFile.ts';
import { packLimits } from './packLimits.ts';

/** One entry as its head describes it. `size` counts inflated bytes: of the object, or of the delta. See gitformat-pack(5). */
export type PackEntry = {
  readonly offset: number;
  readonly size: number;
  /** Where its deflated bytes begin. */
  readonly data: number;
} & (
  | { readonly kind: ObjectType }
  | { readonly kind: 'offset delta'; readonly base: number }
  | { readonly kind: 'id delta'; readonly base: Buffer }
);

const kinds: Readonly<Record<number, PackEntry['kind']>> = {
  1: 'commit',
  2: 'tree',
  3: 'blob',
  4: 'tag',
  6: 'offset delta',
  7: 'id delta',
};
export const longestHead = 48;

/** Reads the head of the entry at `offset`. Throws DamagedPackError. */
export function readPackEntry(file: PackFile, offset: number): PackEntry {
  const head = file.read(offset, Math.min(longestHead, file.end - offset));
  let at = 0;
  const next = (): number => {
    const byte = head[at];
    if (byte === undefined) throw damaged(offset, 'must be whole, found its end');
    at += 1;
    return byte;
  };
  const first = next();
  const kind = kinds[(first >> 4) & 7];
  let size = first & 15;
  for (let byte = first, factor = 16; (byte & 128) !== 0; factor *= 128) {
    byte = next();
    size += (byte & 127) * factor;
  }
  if (size > packLimits.declared) throw damaged(offset, `may have ${packLimits.declared} bytes, found ${size}`);
  if (kind === undefined) throw damaged(offset, `must have a known type, found ${(first >> 4) & 7}`);
  if (kind === 'offset delta') {
    const base = offset - readDistance(next);
    if (base < 12 || base >= offset) throw damaged(offset, `must have its base before it, found ${base}`);
    return { kind, offset, size, base, data: offset + at };
  }
  if (kind === 'id delta') {
    if (head.length < at + 20) throw damaged(offset, 'must be whole, found its end');
    return { kind, offset, size, base: Buffer.from(head.subarray(at, at + 20)), data: offset + at + 20 };
  }
  return { kind, offset, size, data: offset + at };
}

function readDistance(next: () => number): number {
  let byte = next();
  let distance = byte & 127;
  while ((byte & 128) !== 0) {
    byte = next();
    distance = (distance + 1) * 128 + (byte & 127);
  }
  return distance;
}

/** Where an entry ends at the latest: deflate makes what it cannot compress hardly longer than it is. */
export function latestEnd({ size, data }: PackEntry): number {
  return data + size + Math.floor(size / 4) + 64;
}

/** Inflates an entry; `end` is where the next one begins. Throws DamagedPackError. */
export function inflateEntry(file: PackFile, entry: PackEntry): { readonly bytes: Buffer; readonly end: number } {
  const { offset, size, data } = entry;
  const longest = Math.min(latestEnd(entry), file.end) - data;
  const input = file.read(data, longest);
  const small = inflateSmall(input, size);
  if (small !== undefined) return { bytes: small.bytes, end: data + small.used };
  const chunkSize = Math.min(Math.max(size + 1, 64), 1024 * 1024);
  const { buffer, engine } = inflate(input, chunkSize, size, offset);
  if (buffer.length !== size) throw damaged(offset, `must have ${size} bytes, found ${buffer.length}`);
  return { bytes: buffer, end: data + engine.bytesWritten };
}

type Inflated = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };

function inflate(bytes: Buffer, chunkSize: number, size: number, offset: number): Inflated {
  let inflated: unknown;
  try {
    inflated = inflateSync(bytes, { info: true, chunkSize, maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw new DamagedPackError(`Cannot read the pack entry at ${offset}: ${String(error)}`, { cause: error });
  }
  if (!isInflated(inflated)) throw new TypeError('Cannot inflate: zlib must say how much it read, found nothing');
  return inflated;
}

// With `info` the answer is another one than the types of Node say.
function isInflated(value: unknown): value is Inflated {
  return typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value;
}

function damaged(offset: number, rule: string): DamagedPackError {
  return new DamagedPackError(`Cannot read the pack entry at ${offset}: it ${rule}`);
}
