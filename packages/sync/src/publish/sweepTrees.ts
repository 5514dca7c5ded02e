import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listPublications, readPublication, removeUnusedTrees, treeId } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';
import { readHistory, writeHistory } from './history.ts';
import type { HistoryEntry } from './history.ts';
import { retain } from './retain.ts';
import type { RetainOptions } from './retain.ts';

export type SweepOptions = RetainOptions & {
  readonly signal: AbortSignal;
  /** Look through the trees also when the history dropped none. */
  readonly always: boolean;
};

/**
 * Adds what was published to the history and removes the trees that no kept publication needs and the applier does not
 * name; answers how many. While nobody knows what the applier names, only those go that the history drops, and what a
 * kill left behind half written.
 */
export async function sweepTrees(
  root: string,
  published: readonly HistoryEntry[],
  options: SweepOptions,
): Promise<number> {
  const { named, always, signal } = options;
  const history = [...(await readHistory(root)), ...published];
  const kept = retain(history, options);
  if (published.length > 0 || kept.length < history.length) await writeHistory(root, kept);
  const keep = new Set(kept.map(({ tree }) => tree));
  const dropsNone = history.every(({ tree }) => keep.has(tree));
  if (!always && dropsNone) return 0;
  const current = await publishedTrees(root);
  if (current === undefined) return 0;
  const inUse = named ?? (dropsNone ? await completeTrees(root) : new Set());
  const { removed } = await removeUnusedTrees(root, keep.union(current).union(inUse), { signal });
  return removed;
}

async function completeTrees(root: string): Promise<Set<TreeId>> {
  const ids = (await readdir(join(root, 'trees'))).flatMap((name) => /^([0-9a-f]{40})\.tree$/.exec(name)?.[1] ?? []);
  return new Set(ids.map(treeId));
}

// A kill between a publication and its history entry leaves a tree that only the publication names. One that cannot be
// read may name any tree: then nothing is removed.
async function publishedTrees(root: string): Promise<Set<TreeId> | undefined> {
  const trees = new Set<TreeId>();
  for (const name of await listPublications(root)) {
    const read = await readPublication(root, name);
    if (read.kind === 'damaged') return undefined;
    if (read.kind === 'publication') trees.add(read.publication.tree);
  }
  return trees;
}
