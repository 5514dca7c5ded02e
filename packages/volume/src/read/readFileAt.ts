import type { TreeId } from '../format/ids.ts';
import { readFile } from './readFile.ts';
import { readTree } from './readTree.ts';

/**
 * The bytes of the file at `path`, with `/` between names, below `tree`. Every tree on the way and the file are verified:
 * throws as readTree and readFile do, and an Error when no file is there.
 */
export async function readFileAt(
  root: string,
  tree: TreeId,
  path: string,
  options: { limit?: number } = {},
): Promise<Uint8Array> {
  let directory = tree;
  const names = path.split('/');
  for (const [depth, name] of names.entries()) {
    const entry = (await readTree(root, directory)).find((each) => each.name === name);
    const last = depth === names.length - 1;
    if (last && entry?.kind === 'file') return readFile(root, directory, entry, options);
    if (last || entry?.kind !== 'directory') {
      const found = entry === undefined ? 'nothing' : `a ${entry.kind}`;
      const at = names.slice(0, depth + 1).join('/');
      throw new Error(
        `Cannot read ${path} of tree ${tree}: expected a ${last ? 'file' : 'directory'} at ${at}, found ${found}`,
      );
    }
    directory = entry.id;
  }
  throw new Error(`Cannot read ${path} of tree ${tree}: expected a path`);
}
