import { DamagedPackError } from './damagedPackError.ts';

/**
 * Takes the pack out of an upload-pack answer: its pieces go to `write`, progress goes nowhere, and every other line is
 * yielded as it came. See gitprotocol-common(5), pkt-line, and gitprotocol-pack(5), side-band-64k. Rejects with
 * DamagedPackError, or with what `body` or `write` rejects with.
 */
export async function* splitPack(
  body: AsyncIterable<Uint8Array>,
  write: (bytes: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array, void, unknown> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let length = lengthAt(rest, at); at + length <= rest.length; length = lengthAt(rest, at)) {
      const line = rest.subarray(at, at + length);
      at += length;
      const band = line[4];
      if (band === 1) await write(line.subarray(5));
      else if (band !== 2) yield line;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0)
    throw new DamagedPackError(`Cannot read an answer: its lines must be whole, found the last cut off`);
}

// Lengths below four are marks without content: the end of a section.
function lengthAt(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return Number.POSITIVE_INFINITY;
  const text = bytes.toString('latin1', at, at + 4);
  if (!/^[0-9a-f]{4}$/i.test(text)) {
    throw new DamagedPackError(
      `Cannot read an answer: a line must begin with its length, found ${JSON.stringify(text)}`,
    );
  }
  return Math.max(Number.parseInt(text, 16), 4);
}
