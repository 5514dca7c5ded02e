import { addDocument, faultLimit, type ParsedFile } from './addDocument.ts';
import { decodeText } from './decodeText.ts';
import { Refusal } from './refusal.ts';
import { splitDocuments } from './splitDocuments.ts';

/** Bytes that a file may have. */
export const fileLimit = 8 * 1024 * 1024;

/**
 * The manifests of a file, read as kubectl reads it. `file` is its path from the root of the repository, for messages.
 * Pure, and never throws for what the file holds: all of that comes back as faults, and none quotes a value of a Secret.
 */
export function parseManifests(bytes: Uint8Array, file: string, options: { bytesLimit?: number } = {}): ParsedFile {
  const parsed: ParsedFile = { manifests: [], faults: [], notes: [] };
  const limit = options.bytesLimit ?? fileLimit;
  if (bytes.length > limit) {
    parsed.faults.push(tooLarge(file, bytes.length, limit));
    return parsed;
  }
  for (const document of splitDocuments(textOf(bytes, file, parsed))) {
    addDocument(parsed, file, document);
    if (parsed.faults.length >= faultLimit) break;
  }
  shorten(parsed);
  return parsed;
}

/** The fault of a file that is too large to be read. */
export function tooLarge(file: string, size: number, limit: number): ParsedFile['faults'][number] {
  return {
    code: 'too-large',
    message: `Cannot read ${file}: a file must have at most ${limit} bytes, found ${size}`,
    file,
  };
}

function textOf(bytes: Uint8Array, file: string, { faults }: ParsedFile): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    let line = 1;
    for (const byte of bytes.subarray(0, error.offset)) if (byte === 0x0a) line += 1;
    faults.push({ code: error.code, message: `Cannot read ${file}:${line}: ${error.rule}`, file, line });
    return '';
  }
}

function shorten({ faults }: ParsedFile): void {
  if (faults.length < faultLimit) return;
  faults.length = faultLimit;
  const last = faults.at(-1);
  if (last !== undefined) last.message += `; after ${faultLimit} faults the rest of the file was not read`;
}
