import type { TreeId } from '../format/ids.ts';
import type { Skipped } from '../format/publication.ts';
import type { FileEntry, TreeEntry } from '../format/treeEntry.ts';
import { treeLimits } from '../format/treeLimits.ts';
import { Pacer } from '../pacer.ts';
import { readTree } from './readTree.ts';

/** One file that differs. `tree` is the directory that holds it: in `to`, or in `from` when there is no `after`. */
export type TreeChange = { path: string; tree: TreeId; before?: FileEntry; after?: FileEntry };
/** `skipped` are the symlinks and submodules of the directories of `to` that were read; paths are relative to `to`. */
export type TreeComparison = { changes: TreeChange[]; directoriesRead: number; skipped: Skipped[] };

/**
 * The files that differ between two trees; without `from`, every file of `to`. Reads only directories whose ids differ.
 * Throws as readTree does, and RangeError when more than 1,000,000 files differ.
 */
export async function compareTrees(
  root: string,
  from: TreeId | undefined,
  to: TreeId,
  options: { signal?: AbortSignal } = {},
): Promise<TreeComparison> {
  const pacer = new Pacer(options.signal);
  const result: TreeComparison = { changes: [], directoriesRead: 0, skipped: [] };

  const read = async (id: TreeId | undefined): Promise<TreeEntry[]> => {
    if (id === undefined) return [];
    pacer.check();
    if (pacer.due) await pacer.rest();
    result.directoriesRead += 1;
    return readTree(root, id);
  };
  const add = (change: TreeChange): void => {
    result.changes.push(change);
    if (result.changes.length <= treeLimits.entries) return;
    throw new RangeError(
      `Cannot compare trees: expected at most ${treeLimits.entries} files to differ, found more in ${to}`,
    );
  };

  const walk = async (fromId: TreeId | undefined, toId: TreeId | undefined, prefix: string): Promise<void> => {
    if (fromId === toId) return;
    const before = new Map((await read(fromId)).map((entry) => [entry.name, entry]));
    for (const after of await read(toId)) {
      const path = prefix + after.name;
      const previous = before.get(after.name);
      if (after.kind === previous?.kind) before.delete(after.name);
      switch (after.kind) {
        case 'file': {
          const file = previous?.kind === 'file' ? previous : undefined;
          if (file?.id === after.id && file.executable === after.executable) break;
          if (toId !== undefined) add({ path, tree: toId, ...(file === undefined ? {} : { before: file }), after });
          break;
        }
        case 'directory':
          await walk(previous?.kind === 'directory' ? previous.id : undefined, after.id, `${path}/`);
          break;
        case 'symlink':
        case 'submodule':
          result.skipped.push({ path, reason: after.kind });
          break;
        default:
          after satisfies never;
      }
    }
    for (const gone of before.values()) {
      if (gone.kind === 'directory') await walk(gone.id, undefined, `${prefix}${gone.name}/`);
      if (gone.kind === 'file' && fromId !== undefined) add({ path: prefix + gone.name, tree: fromId, before: gone });
    }
  };

  await walk(from, to, '');
  return result;
}
