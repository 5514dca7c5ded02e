import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { errorCode } from '../errorCode.ts';
import { naming } from './naming.ts';

const mode = 0o755;
/** Marks the mode among those that are kept, where files have theirs too. */
const keptMode = 0o40000 + mode;

/**
 * Makes one directory that everybody may read, whatever the umask; `kept` remembers that it came out right by itself.
 * Throws when its parent is missing, also when it exists.
 */
export function makeDirectory(path: string, kept: Set<number> = new Set()): void {
  naming(path, () => {
    mkdirSync(path, mode);
    if (kept.has(keptMode)) return;
    if ((lstatSync(path).mode & 0o777) === mode) kept.add(keptMode);
    else chmodSync(path, mode);
  });
}

/** Makes one directory unless it is there. Throws when its parent is missing: a volume that is not mounted is not made up. */
export function ensureDirectory(path: string): void {
  try {
    makeDirectory(path);
  } catch (error) {
    if (!(error instanceof Error) || errorCode(error.cause) !== 'EEXIST') throw error;
  }
}
