import { opendirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { treesDirectory } from '../format/layout.ts';
import type { Skipped } from '../format/publication.ts';
import { Pacer } from '../pacer.ts';
import { completeTree } from './completeTree.ts';
import { discard } from './discard.ts';
import { makeDirectory } from './makeDirectory.ts';
import { temporaryPath } from './temporaryPath.ts';
import type { ObjectSource, WriteJob } from './writeJob.ts';

/** What was made; all zero when everything was there. `skipped` lists all symlinks and submodules below the tree. */
export type WriteReport = { directories: number; files: number; links: number; skipped: Skipped[] };

/**
 * Writes what is missing of a tree; files that a directory shares with the same one of `previous` become hard links.
 * Throws MalformedTreeError for a tree that must not be published, RangeError for one too large, and errors that name
 * the path when the volume cannot be written. Whatever it throws, what is published stays and the next call goes on; in a
 * volume without trees it begins anew.
 */
export async function writeTree(
  root: string,
  id: TreeId,
  source: ObjectSource,
  options: { previous?: TreeId; signal?: AbortSignal } = {},
): Promise<WriteReport> {
  if (isEmpty(root)) {
    const report = await writeUnseen(root, id, source, options.signal);
    if (report !== undefined) return report;
  }
  return write(newJob(root, source, options.signal), id, options.previous);
}

export function newJob(root: string, source: ObjectSource, signal: AbortSignal | undefined): WriteJob {
  const written = { directories: 0, files: 0, links: 0 };
  return { root, source, pacer: new Pacer(signal), isUnseen: false, keptModes: new Set(), written };
}

async function write(job: WriteJob, id: TreeId, previous?: TreeId): Promise<WriteReport> {
  const { skipped } = await completeTree(job, id, 'trust', previous);
  return { ...job.written, skipped: [...skipped] };
}

/**
 * Writes the first tree of a volume with all that is below it under `tmp/`, and puts everything in place with one rename:
 * one for each directory would be a tenth of the time. Undefined when others were faster, or the file system cannot.
 */
async function writeUnseen(
  root: string,
  id: TreeId,
  source: ObjectSource,
  signal: AbortSignal | undefined,
): Promise<WriteReport | undefined> {
  const staged = temporaryPath(root);
  try {
    makeDirectory(staged);
    makeDirectory(join(staged, treesDirectory));
    const report = await write({ ...newJob(staged, source, signal), isUnseen: true }, id);
    return replacesEmpty(join(staged, treesDirectory), join(root, treesDirectory)) ? report : undefined;
  } finally {
    await discard(staged);
  }
}

function replacesEmpty(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
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
