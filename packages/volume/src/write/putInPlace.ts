import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { errorCode } from '../errorCode.ts';
import { cannotWrite, naming } from './naming.ts';
import { temporaryPath } from './temporaryPath.ts';

/** Renames `staged`, a file or symlink, to `path`. A rename replaces anything but a directory: that is moved away first. */
export async function putInPlace(root: string, staged: string, path: string): Promise<void> {
  if (renamed(staged, path)) return;
  await moveAway(root, path);
  naming(path, () => renameSync(staged, path));
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EISDIR') return false;
    throw cannotWrite(to, error);
  }
}

/** Takes `path` out of the volume at once, however much is in it, and then deletes it. */
export async function moveAway(root: string, path: string): Promise<void> {
  const temporary = temporaryPath(root);
  naming(path, () => renameSync(path, temporary));
  await rm(temporary, { recursive: true, force: true });
}
