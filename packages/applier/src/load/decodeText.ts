import { Refusal } from './refusal.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a file, a byte order mark included. Throws Refusal with an offset in bytes when it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw new Refusal('not-utf8', 'the file must be UTF-8, found UTF-16; save it as UTF-8', 0);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    const offset = firstBadLine(bytes);
    throw new Refusal('not-utf8', 'the file must be UTF-8, found bytes that are not', offset);
  }
}

function startsWith(bytes: Uint8Array, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second;
}

/** LF is never part of a longer character, so that lines can be decoded one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return start;
    }
    start = stop + 1;
  }
  return 0;
}
