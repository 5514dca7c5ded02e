import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { treeDirectory } from '../format/layout.ts';
import type { TreeEntry } from '../format/treeEntry.ts';
import { Pacer } from '../pacer.ts';
import { checkDirectory } from './checkDirectory.ts';
import type { EntryDamage } from './checkDirectory.ts';
import { damageOf } from './damageOf.ts';
import { DamagedTreeError } from './damagedTreeError.ts';
import { readTree } from './readTree.ts';

/** `file` is below the volume's root; `tree` is the directory it belongs to. */
export type Damage = { tree: TreeId; file: string; problem: string };

/**
 * Reads every byte of a tree and lists what is not as its ids say; an empty list means sound. What lies below a
 * damaged tree object is not checked, since only the object says what should be there: check again after a repair.
 */
export async function checkTree(root: string, id: TreeId, options: { signal?: AbortSignal } = {}): Promise<Damage[]> {
  const pacer = new Pacer(options.signal);
  const damages: Damage[] = [];
  const seen = new Set<TreeId>();

  const check = async (tree: TreeId): Promise<void> => {
    if (seen.has(tree)) return;
    seen.add(tree);
    pacer.check();
    let entries: TreeEntry[];
    try {
      entries = await readTree(root, tree);
    } catch (error) {
      if (!(error instanceof DamagedTreeError)) throw error;
      damages.push({ tree, file: error.file, problem: error.problem });
      return;
    }
    const directory = treeDirectory(tree);
    for (const { name, problem } of await damagesOf(join(root, directory), entries, pacer)) {
      damages.push({ tree, file: name === '' ? directory : `${directory}/${name}`, problem });
    }
    for (const entry of entries) if (entry.kind === 'directory') await check(entry.id);
  };

  await check(id);
  return damages;
}

async function damagesOf(path: string, entries: TreeEntry[], pacer: Pacer): Promise<EntryDamage[]> {
  const notThere = [{ name: '', problem: 'expected a directory, found none' }];
  try {
    return lstatSync(path).isDirectory() ? await checkDirectory(path, entries, pacer) : notThere;
  } catch (error) {
    if (damageOf(error) === undefined) throw error;
    return notThere;
  }
}
