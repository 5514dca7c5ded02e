import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createInflate, crc32 } from 'node:zlib';
import { DamagedPackError } from './damagedPackError.ts';
import type { PackEntry } from './packEntry.ts';
import type { PackFile } from './packFile.ts';

const piece = 64 * 1024;

/** What is learned of an entry without holding it: its id, unless it is a delta, its checksum, and where the next begins. */
export type StreamedEntry = { readonly id: Buffer | undefined; readonly crc: number; readonly end: number };

/**
 * Reads an entry of any size in pieces. Rejects with DamagedPackError as soon as more comes than its head declares, with
 * the signal's reason.
 */
export async function streamEntry(file: PackFile, entry: PackEntry, signal: AbortSignal): Promise<StreamedEntry> {
  const { kind, offset, size, data } = entry;
  const isDelta = kind === 'offset delta' || kind === 'id delta';
  const hash = isDelta ? undefined : createHash('sha1').update(`${kind} ${size}\0`);
  const inflate = createInflate({ chunkSize: piece });
  const source = Readable.from(pieces(file, data), { objectMode: false, highWaterMark: piece });
  let found = 0;
  try {
    source.once('error', (error) => inflate.destroy(error));
    for await (const chunk of source.pipe(inflate)) {
      signal.throwIfAborted();
      const bytes: Buffer = chunk;
      found += bytes.length;
      if (found > size) break;
      hash?.update(bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new DamagedPackError(`Cannot read the pack entry at ${offset}: ${String(error)}`, { cause: error });
  } finally {
    source.destroy();
    inflate.destroy();
  }
  if (found !== size) {
    const said = found > size ? `${found} and more` : String(found);
    throw new DamagedPackError(`Cannot read the pack entry at ${offset}: it must have ${size} bytes, found ${said}`);
  }
  const end = data + inflate.bytesWritten;
  return { id: hash?.digest(), crc: checksum(file, offset, end), end };
}

function* pieces(file: PackFile, from: number): Generator<Buffer> {
  for (let at = from; at < file.end; at += piece) yield Buffer.from(file.read(at, Math.min(piece, file.end - at)));
}

function checksum(file: PackFile, from: number, end: number): number {
  let crc = 0;
  for (let at = from; at < end; at += piece) crc = crc32(file.read(at, Math.min(piece, end - at)), crc);
  return crc;
}
