import { opendirSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { treesDirectory } from '../format/layout.ts';
import type { Skipped } from '../format/publication.ts';
import { Pacer } from '../pacer.ts';
import { completeTree } from './completeTree.ts';
import type { ObjectSource, WriteJob } from './writeJob.ts';

/** What was made; all zero when everything was there. `skipped` lists all symlinks and submodules below the tree. */
export type WriteReport = { directories: number; files: number; links: number; skipped: Skipped[] };

/**
 * Writes what is missing of a tree; files that a directory shares with the same one of `previous` become hard links.
 * Throws MalformedTreeError for a tree that must not be published, RangeError for one too large, and errors that name
 * the path when the volume cannot be written. Whatever it throws, what is published stays and the next call goes on.
 */
export async function writeTree(
  root: string,
  id: TreeId,
  source: ObjectSource,
  options: { previous?: TreeId; signal?: AbortSignal } = {},
): Promise<WriteReport> {
  const job: WriteJob = newJob(root, source, options.signal);
  const { skipped } = await completeTree(job, id, 'trust', options.previous);
  return { ...job.written, skipped: [...skipped] };
}

export function newJob(root: string, source: ObjectSource, signal: AbortSignal | undefined): WriteJob {
  const written = { directories: 0, files: 0, links: 0 };
  return { root, source, pacer: new Pacer(signal), isFresh: isEmpty(root), keptModes: new Set(), written };
}

function isEmpty(root: string): boolean {
  try {
    using trees = opendirSync(join(root, treesDirectory));
    return trees.readSync() === null;
  } catch {
    // Whatever it is, the first write meets it, and names the path.
    return false;
  }
}
