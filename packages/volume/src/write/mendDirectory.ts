import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { childTarget } from '../format/layout.ts';
import type { MaterialisedEntry, TreeEntry } from '../format/treeEntry.ts';
import { checkDirectory } from '../read/checkDirectory.ts';
import { discard } from './discard.ts';
import { naming } from './naming.ts';
import { moveAway, putInPlace } from './putInPlace.ts';
import { stageFile } from './stageDirectory.ts';
import { temporaryPath } from './temporaryPath.ts';
import type { WriteJob } from './writeJob.ts';

/**
 * Replaces, one by one and by rename, the entries of a directory that are not as its tree says. The directory itself stays,
 * so that its sound files are there at every moment, and a damaged inode is left to the other trees that share it.
 */
export async function mendDirectory(job: WriteJob, path: string, entries: TreeEntry[]): Promise<void> {
  for (const { name, entry } of await checkDirectory(path, entries, job.pacer)) {
    if (entry === undefined) await moveAway(job.root, join(path, name));
    else await mendEntry(job, join(path, name), entry);
  }
}

async function mendEntry(job: WriteJob, path: string, entry: MaterialisedEntry): Promise<void> {
  const staged = temporaryPath(job.root);
  try {
    if (entry.kind === 'file') await stageFile(job, staged, entry);
    else naming(path, () => symlinkSync(childTarget(entry.id), staged));
    await putInPlace(job.root, staged, path);
  } catch (error) {
    await discard(staged);
    throw error;
  }
}
