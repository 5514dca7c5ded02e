import { listPublications, readPublication, removeUnusedTrees } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';
import { readHistory, writeHistory } from './history.ts';
import type { HistoryEntry } from './history.ts';
import { retain } from './retain.ts';

/**
 * Adds what was published to the history and removes the trees that no kept publication needs; answers how many. Trees
 * are looked through only when the history dropped one, or `always`.
 */
export async function sweepTrees(
  root: string,
  published: readonly HistoryEntry[],
  options: { readonly now: number; readonly signal: AbortSignal; readonly always: boolean },
): Promise<number> {
  const history = [...(await readHistory(root)), ...published];
  const kept = retain(history, options.now);
  if (published.length > 0 || kept.length < history.length) await writeHistory(root, kept);
  const keep = new Set(kept.map(({ tree }) => tree));
  if (!options.always && history.every(({ tree }) => keep.has(tree))) return 0;
  const current = await publishedTrees(root);
  if (current === undefined) return 0;
  const { removed } = await removeUnusedTrees(root, keep.union(current), { signal: options.signal });
  return removed;
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
