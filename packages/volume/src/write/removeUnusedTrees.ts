import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isTreeId } from '../format/ids.ts';
import type { TreeId } from '../format/ids.ts';
import { treeDirectory, treeFile, treesDirectory } from '../format/layout.ts';
import { MalformedTreeError } from '../format/malformedTreeError.ts';
import { Pacer } from '../pacer.ts';
import { DamagedTreeError } from '../read/damagedTreeError.ts';
import { readTree } from '../read/readTree.ts';
import { errorCode } from '../errorCode.ts';
import { deleteDirectory } from './deleteDirectory.ts';
import { naming } from './naming.ts';
import { temporaryPath } from './temporaryPath.ts';
import { forgetFacts, knownFacts } from './treeFacts.ts';

/**
 * Removes every tree that `keep` does not reach, and leftovers without `.tree`. Not beside a write: what that is about to
 * publish is not in `keep` yet. Throws DamagedTreeError, and removes nothing, when a kept tree is damaged, since what it
 * reaches is then unknown: repair it first. A kept id of which the volume has nothing at all is passed over.
 */
export async function removeUnusedTrees(
  root: string,
  keep: Iterable<TreeId>,
  options: { signal?: AbortSignal } = {},
): Promise<{ removed: number; kept: number }> {
  const pacer = new Pacer(options.signal);
  const kept = await reached(root, keep, pacer);
  const present = listTrees(root);
  const unused = [...present.difference(kept)].filter(isTreeId);
  for (const id of await parentsFirst(root, unused, pacer)) {
    pacer.check();
    if (pacer.due) await pacer.rest();
    await removeTree(root, id, pacer);
  }
  return { removed: unused.length, kept: present.intersection(kept).size };
}

async function reached(root: string, keep: Iterable<TreeId>, pacer: Pacer): Promise<Set<TreeId>> {
  const there = (id: TreeId): boolean => [treeFile(id), treeDirectory(id)].some((file) => existsSync(join(root, file)));
  const waiting = [...keep].filter((id) => knownFacts(id) !== undefined || there(id));
  const marked = new Set<TreeId>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (marked.has(id)) continue;
    marked.add(id);
    if (pacer.due) await pacer.rest();
    waiting.push(...(await childrenOf(root, id)));
  }
  return marked;
}

function listTrees(root: string): Set<string> {
  const names = readdirSync(join(root, treesDirectory));
  return new Set(names.map((name) => (name.endsWith('.tree') ? name.slice(0, -'.tree'.length) : name)));
}

/** A kill in the middle must never leave a `.tree` whose sub-trees are gone: the writer would take it for complete. */
async function parentsFirst(root: string, ids: TreeId[], pacer: Pacer): Promise<TreeId[]> {
  const open = new Set(ids);
  const childrenFirst: TreeId[] = [];
  const visit = async (id: TreeId): Promise<void> => {
    if (!open.delete(id)) return;
    if (pacer.due) await pacer.rest();
    for (const child of await childrenOf(root, id).catch(noneWhenUnreadable)) await visit(child);
    childrenFirst.push(id);
  };
  for (const id of ids) await visit(id);
  return childrenFirst.toReversed();
}

/** A tree that cannot be read is never taken for complete: its sub-trees may go before it. */
function noneWhenUnreadable(error: unknown): TreeId[] {
  if (error instanceof DamagedTreeError || error instanceof MalformedTreeError) return [];
  throw error;
}

async function childrenOf(root: string, id: TreeId): Promise<readonly TreeId[]> {
  const known = knownFacts(id);
  if (known !== undefined) return known.children;
  const entries = await readTree(root, id);
  return entries.flatMap((entry) => (entry.kind === 'directory' ? [entry.id] : []));
}

/** First the `.tree`, so that nothing half is taken for complete; then the directory leaves `trees/` at once. */
async function removeTree(root: string, id: TreeId, pacer: Pacer): Promise<void> {
  const [file, directory, temporary] = [join(root, treeFile(id)), join(root, treeDirectory(id)), temporaryPath(root)];
  try {
    naming(file, () => rmSync(file, { force: true }));
    renameSync(directory, temporary);
    await deleteDirectory(temporary, pacer);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  forgetFacts(id);
}
