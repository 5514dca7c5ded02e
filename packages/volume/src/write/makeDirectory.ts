import { chmodSync, mkdirSync } from 'node:fs';
import { errorCode } from '../errorCode.ts';
import { naming } from './naming.ts';

/** Makes one directory that everybody may read, whatever the umask. Throws when its parent is missing, also when it exists. */
export function makeDirectory(path: string): void {
  naming(path, () => {
    mkdirSync(path);
    chmodSync(path, 0o755);
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
