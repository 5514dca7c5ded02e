import { existsSync } from 'node:fs';
import type { TreeId } from '../format/ids.ts';
import { treeDirectory, treeFile } from '../format/layout.ts';
import { objectId } from '../format/objectId.ts';
import { parseTree } from '../format/parseTree.ts';
import type { TreeEntry } from '../format/treeEntry.ts';
import { DamagedTreeError } from '../read/damagedTreeError.ts';
import { readTreeObject } from '../read/readTree.ts';
import { createFile } from './createFile.ts';
import { placeDirectory } from './placeDirectory.ts';
import { PreviousDirectory } from './previousDirectory.ts';
import { replaceFile } from './replaceFile.ts';
import { stageDirectory } from './stageDirectory.ts';
import { checkLimits, gatherFacts, knownFacts, rememberFacts } from './treeFacts.ts';
import type { TreeFacts } from './treeFacts.ts';
import type { WriteJob } from './writeJob.ts';

/** `trust`: a directory whose `.tree` is there is complete. `verify`: every byte is read, and mended where it is wrong. */
type Mode = 'trust' | 'verify';

/**
 * Makes a tree complete, in the one order that is safe at every instant: first its sub-trees, then its directory, last its
 * `.tree`. So a `.tree` always means: everything below is there. The first pass and the hundredth are the same.
 */
export async function completeTree(job: WriteJob, id: TreeId, mode: Mode, previousId?: TreeId): Promise<TreeFacts> {
  const done = new Map<TreeId, TreeFacts>();

  const complete = async (tree: TreeId, before: TreeId | undefined, depth: number): Promise<TreeFacts> => {
    const earlier = done.get(tree);
    if (earlier !== undefined) return earlier;
    job.pacer.check();
    if (job.pacer.due) await job.pacer.rest();
    checkLimits(tree, 0, depth);
    const path = `${job.root}/${treeFile(tree)}`;
    const there = !job.isUnseen && existsSync(path);
    const known = knownFacts(tree);
    if (mode === 'trust' && there && known !== undefined) return known;

    const local = there ? await readSound(job, tree) : undefined;
    const bytes = local ?? (await fetchTree(job, tree));
    const entries = parseTree(bytes);
    const previous = local === undefined ? await PreviousDirectory.read(job.root, before) : undefined;
    const children = new Map<TreeId, TreeFacts>();
    for (const entry of entries) {
      if (entry.kind !== 'directory') continue;
      children.set(entry.id, await complete(entry.id, previous?.directory(entry.name), depth + 1));
    }
    const facts = rememberFacts(tree, gatherFacts(tree, entries, children));
    if (job.isUnseen) {
      await writeDirectory(job, tree, entries, bytes);
    } else {
      if (local === undefined || mode === 'verify') await placeDirectory(job, tree, entries, previous);
      if (local === undefined) await replaceFile(job.root, path, bytes, job.keptModes);
    }
    done.set(tree, facts);
    return facts;
  };

  return complete(id, previousId, 1);
}

/** Where nobody looks yet: as it will be, without a rename. */
async function writeDirectory(job: WriteJob, id: TreeId, entries: TreeEntry[], bytes: Uint8Array): Promise<void> {
  await stageDirectory(job, `${job.root}/${treeDirectory(id)}`, entries, undefined);
  await createFile(`${job.root}/${treeFile(id)}`, bytes, 0o644, job.keptModes);
  job.written.directories += 1;
}

async function readSound(job: WriteJob, tree: TreeId): Promise<Uint8Array | undefined> {
  try {
    return await readTreeObject(job.root, tree);
  } catch (error) {
    if (error instanceof DamagedTreeError) return undefined;
    throw error;
  }
}

async function fetchTree(job: WriteJob, tree: TreeId): Promise<Uint8Array> {
  const bytes = await job.source.readTree(tree);
  const found = job.source.isVerified === true ? tree : objectId('tree', bytes);
  if (found !== tree) throw new Error(`Cannot write tree ${tree}: expected its object, found ${found}`);
  return bytes;
}
