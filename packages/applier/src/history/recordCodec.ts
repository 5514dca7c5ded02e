import { gunzipSync, gzipSync } from 'node:zlib';
import { parseRecord } from './parseRecord.ts';
import type { RunRecord } from './runRecord.ts';
import { shrinkRecord } from './shrinkRecord.ts';

/** Of the content; a reader leaves out what another version wrote. */
const version = 1;

/** Ten of them are in one ConfigMap, whose data may have 1 MiB. */
export const mostBytes = 64 * 1024;

/** Characters of JSON; nobody who reads a record needs more memory than that, whoever wrote it. */
const mostJson = 2 * 1024 * 1024;

/** The record as it is kept: JSON, gzipped, at most 64 KiB. What is too long for that loses the end of its lists. */
export function encodeRecord(record: RunRecord): Buffer {
  for (let most = 500; ; most = Math.floor(most / 2)) {
    const json = JSON.stringify({ version, run: shrinkRecord(record, most) });
    if (json.length > mostJson && most > 0) continue;
    const bytes = gzipSync(json);
    if (bytes.length <= mostBytes || most === 0) return bytes;
  }
}

/** Somebody may have edited it: undefined for what is no record of this version. */
export function decodeRecord(bytes: Uint8Array): RunRecord | undefined {
  if (bytes.length > mostBytes) return undefined;
  try {
    const value: unknown = JSON.parse(gunzipSync(bytes, { maxOutputLength: 2 * mostJson }).toString());
    if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== version)
      return undefined;
    return 'run' in value ? parseRecord(value.run) : undefined;
  } catch {
    return undefined;
  }
}
