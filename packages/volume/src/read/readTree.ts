import type { TreeId } from '../format/ids.ts';
import { treeFile } from '../format/layout.ts';
import { parseTree } from '../format/parseTree.ts';
import type { TreeEntry } from '../format/treeEntry.ts';
import { readVerified } from './readVerified.ts';

/** The bytes of a tree object on the volume. Throws DamagedTreeError when they are missing or are not tree `id`. */
export function readTreeObject(root: string, id: TreeId): Promise<Buffer> {
  return readVerified(root, { tree: id, file: treeFile(id), type: 'tree', id });
}

/**
 * The entries of one directory, in git's order. Throws DamagedTreeError when the tree object is missing or is not tree
 * `id`, MalformedTreeError when it is but should never have been published.
 */
export async function readTree(root: string, id: TreeId): Promise<TreeEntry[]> {
  return parseTree(await readTreeObject(root, id));
}
