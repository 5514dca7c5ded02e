import type { TreeId } from '../format/ids.ts';
import { treeDirectory } from '../format/layout.ts';
import type { FileEntry } from '../format/treeEntry.ts';
import { readVerified } from './readVerified.ts';

/**
 * The bytes of the file `entry` of the directory `tree`. Throws DamagedTreeError when they are missing or are not blob
 * `entry.id`, FileTooLargeError before reading more than `limit` bytes.
 */
export function readFile(
  root: string,
  tree: TreeId,
  entry: FileEntry,
  options: { limit?: number } = {},
): Promise<Uint8Array> {
  return readVerified(root, {
    tree,
    file: `${treeDirectory(tree)}/${entry.name}`,
    type: 'blob',
    id: entry.id,
    ...options,
  });
}
