import type { TreeId } from '../format/ids.ts';
import type { Skipped } from '../format/publication.ts';
import { treeLimits } from '../format/treeLimits.ts';
import type { TreeEntry } from '../format/treeEntry.ts';

/** What is true of everything below a tree: `entries` and `depth` count all paths; `skipped` paths are relative to the tree. */
export type TreeFacts = {
  children: readonly TreeId[];
  entries: number;
  depth: number;
  skipped: readonly Skipped[];
};

const remembered = 500_000;
const known = new Map<TreeId, TreeFacts>();

/**
 * Facts follow from the id alone, so they hold for any volume and may be remembered for as long as there is room.
 * They are why a one-file commit need not read 5,000 tree objects to list what is skipped, or to know what to retain.
 */
export const knownFacts = (id: TreeId): TreeFacts | undefined => known.get(id);
export const forgetFacts = (id: TreeId): boolean => known.delete(id);

export function rememberFacts(id: TreeId, facts: TreeFacts): TreeFacts {
  if (known.size >= remembered) known.clear();
  known.set(id, facts);
  return facts;
}

/** Adds up the facts of a tree from those of its sub-trees. Throws RangeError at more entries or levels than a tree may have. */
export function gatherFacts(id: TreeId, entries: TreeEntry[], childFacts: ReadonlyMap<TreeId, TreeFacts>): TreeFacts {
  const skipped: Skipped[] = [];
  const children = new Set<TreeId>();
  let count = entries.length;
  let depth = 1;
  for (const entry of entries) {
    if (entry.kind === 'symlink' || entry.kind === 'submodule') skipped.push({ path: entry.name, reason: entry.kind });
    if (entry.kind !== 'directory') continue;
    children.add(entry.id);
    const facts = childFacts.get(entry.id);
    if (facts === undefined) continue;
    count += facts.entries;
    depth = Math.max(depth, facts.depth + 1);
    checkLimits(id, count, depth);
    for (const { path, reason } of facts.skipped) skipped.push({ path: `${entry.name}/${path}`, reason });
  }
  checkLimits(id, count, depth);
  return { children: [...children], entries: count, depth, skipped };
}

export function checkLimits(id: TreeId, entries: number, depth: number): void {
  const refuse = (limit: number, what: string, found: number): never => {
    throw new RangeError(`Cannot write tree ${id}: expected at most ${limit} ${what}, found ${found}`);
  };
  if (entries > treeLimits.entries) refuse(treeLimits.entries, 'entries', entries);
  if (depth > treeLimits.depth) refuse(treeLimits.depth, 'levels of directories', depth);
}
