import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { invalid, maxSize, parseConfig, type ConfigRead } from './parseConfig.ts';

/** The content of the file at one moment, or why there is none. */
export type Look = { kind: 'bytes'; bytes: Buffer } | { kind: 'unreadable'; reason: string };

/** Reads at most one byte more than a configuration may have; never throws. */
export async function look(file: string): Promise<Look> {
  try {
    // Opening a pipe would wait for a writer for ever.
    if (!(await stat(file)).isFile()) return { kind: 'unreadable', reason: 'expected a file, found something else' };
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(file, { end: maxSize })) chunks.push(chunk);
    return { kind: 'bytes', bytes: Buffer.concat(chunks) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { kind: 'unreadable', reason: reasons[code] ?? `cannot read the file: ${code}` };
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'cannot read the file: it does not exist (ENOENT)',
  EACCES: 'cannot read the file: permission denied (EACCES)',
};

/** Reads a look as a configuration. */
export function readLook(seen: Look, file: string): ConfigRead {
  if (seen.kind === 'unreadable') return invalid(file, seen.reason);
  // Not parsed and counted: a file that was cut off has a size that means nothing.
  if (seen.bytes.length > maxSize) return invalid(file, 'expected at most 1 MiB, found more');
  try {
    return parseConfig(new TextDecoder('utf-8', { fatal: true }).decode(seen.bytes), file);
  } catch (error) {
    if (error instanceof TypeError) return invalid(file, 'expected UTF-8 text, found other bytes');
    throw error;
  }
}
