import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { treeDirectory } from '../format/layout.ts';
import type { TreeEntry } from '../format/treeEntry.ts';
import { errorCode } from '../errorCode.ts';
import { discard } from './discard.ts';
import { mendDirectory } from './mendDirectory.ts';
import { cannotWrite, naming } from './naming.ts';
import type { PreviousDirectory } from './previousDirectory.ts';
import { moveAway } from './putInPlace.ts';
import { stageDirectory } from './stageDirectory.ts';
import { temporaryPath } from './temporaryPath.ts';
import type { WriteJob } from './writeJob.ts';

/**
 * Makes the directory of a tree what the tree says, whatever is there. Nothing there: it is staged and renamed. A directory
 * there (a kill came before its `.tree`, another process was faster, or it is damaged): it is checked and mended in place.
 */
export async function placeDirectory(
  job: WriteJob,
  id: TreeId,
  entries: TreeEntry[],
  previous?: PreviousDirectory,
): Promise<void> {
  const path = join(job.root, treeDirectory(id));
  const found = naming(path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory() === true) return mendDirectory(job, path, entries);
  const staged = temporaryPath(job.root);
  try {
    await stageDirectory(job, staged, entries, previous);
    if (found !== undefined) await moveAway(job.root, path);
    if (renameUnlessThere(staged, path)) {
      job.written.directories += 1;
      return;
    }
  } catch (error) {
    await discard(staged);
    throw error;
  }
  await discard(staged);
  await mendDirectory(job, path, entries);
}

function renameUnlessThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw cannotWrite(to, error);
  }
}
