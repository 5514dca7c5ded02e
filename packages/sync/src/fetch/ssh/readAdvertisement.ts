import { RemoteError } from '../remoteError.ts';
import { quoteServer } from './quoteServer.ts';

/** Any reader of pieces; undefined is the end. */
export type Pieces = { read(): Promise<Uint8Array | undefined> };

/**
 * Reads what git-upload-pack says first, up to and with the flush packet (pkt-lines, gitprotocol-common(5)); undefined
 * when it ended before. Throws RemoteError when that is anything else, or longer than `limit` bytes.
 */
export async function readAdvertisement(pieces: Pieces, limit: number, name: string): Promise<Buffer | undefined> {
  const lines: Buffer[] = [];
  let rest = Buffer.alloc(0);
  let total = 0;
  for (;;) {
    const piece = await pieces.read();
    if (piece === undefined) return undefined;
    total += piece.length;
    if (total > limit)
      throw new RemoteError(`Cannot read the refs on ${name}: they may have ${limit} bytes, found more`);
    rest = Buffer.concat([rest, piece]);
    const { end, flushed } = walkLines(rest, name);
    lines.push(rest.subarray(0, end));
    rest = rest.subarray(end);
    if (flushed && rest.length > 0) throw unexpected(rest, name);
    if (flushed) return Buffer.concat(lines);
  }
}

function walkLines(bytes: Buffer, name: string): { end: number; flushed: boolean } {
  let end = 0;
  while (end + 4 <= bytes.length) {
    const digits = bytes.toString('latin1', end, end + 4);
    if (digits === '0000') return { end: end + 4, flushed: true };
    const length = /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : 0;
    if (length < 4) throw unexpected(bytes.subarray(end), name);
    if (end + length > bytes.length) break;
    const line = bytes.subarray(end + 4, end + length);
    if (line.toString('latin1', 0, 4) === 'ERR ') throw refused(line.subarray(4), name);
    end += length;
  }
  return { end, flushed: false };
}

function refused(line: Buffer, name: string): RemoteError {
  return new RemoteError(`Cannot read the repository on ${name}: the server says "${quoteServer(line.toString())}"`);
}

function unexpected(bytes: Buffer, name: string): RemoteError {
  const found = quoteServer(bytes.toString('utf8', 0, 400));
  return new RemoteError(`Cannot read the refs on ${name}: git-upload-pack must list them, found "${found}"`);
}
