import { symlinkSync } from 'node:fs';
import { childTarget } from '../format/layout.ts';
import { objectId } from '../format/objectId.ts';
import type { FileEntry, TreeEntry } from '../format/treeEntry.ts';
import { createFile } from './createFile.ts';
import { inParallel } from './inParallel.ts';
import { makeDirectory } from './makeDirectory.ts';
import { naming } from './naming.ts';
import { fileMode } from './previousDirectory.ts';
import type { PreviousDirectory } from './previousDirectory.ts';
import type { WriteJob } from './writeJob.ts';

const openFiles = 16;

/** Builds a directory at `path`, in `tmp/`, as its tree describes it. Files of `previous` are linked where that is possible. */
export async function stageDirectory(
  job: WriteJob,
  path: string,
  entries: TreeEntry[],
  previous: PreviousDirectory | undefined,
): Promise<void> {
  makeDirectory(path, job.keptModes);
  const files: FileEntry[] = [];
  for (const entry of entries) {
    if (job.pacer.due) await job.pacer.rest();
    const target = `${path}/${entry.name}`;
    if (entry.kind === 'symlink' || entry.kind === 'submodule') continue;
    const linked = previous?.link(entry, target) === true;
    if (linked && entry.kind === 'file') job.written.links += 1;
    if (linked) continue;
    if (entry.kind === 'file') files.push(entry);
    else naming(target, () => symlinkSync(childTarget(entry.id), target));
  }
  await inParallel(files, openFiles, (entry) => stageFile(job, `${path}/${entry.name}`, entry));
}

/** Writes one file of a tree at `path`, in `tmp/`. Answers a promise only where there is something to wait for. */
export function stageFile(job: WriteJob, path: string, entry: FileEntry): Promise<void> | void {
  return job.pacer.due ? job.pacer.rest().then(() => fetchAndStage(job, path, entry)) : fetchAndStage(job, path, entry);
}

function fetchAndStage(job: WriteJob, path: string, entry: FileEntry): Promise<void> | void {
  const bytes = job.source.readBlob(entry.id);
  if (bytes instanceof Uint8Array) return stageBytes(job, path, entry, bytes);
  return bytes.then((late) => stageBytes(job, path, entry, late));
}

function stageBytes(job: WriteJob, path: string, entry: FileEntry, bytes: Uint8Array): Promise<void> | void {
  const found = job.source.isVerified === true ? entry.id : objectId('blob', bytes);
  if (found !== entry.id) throw new Error(`Cannot write ${entry.name}: expected blob ${entry.id}, found ${found}`);
  job.written.files += 1;
  return createFile(path, bytes, fileMode(entry), job.keptModes);
}
