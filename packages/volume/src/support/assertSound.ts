import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { treeId } from '../format/ids.ts';
import { checkTree } from '../read/checkTree.ts';
import { listPublications } from '../read/listPublications.ts';
import { readPublication } from '../read/readPublication.ts';
import { readTree } from '../read/readTree.ts';

/**
 * What holds at every instant, however a writer ended: each publication is readable and its tree is sound, and each `.tree`
 * on the volume, published or not, is itself and has a directory and the `.tree` of every sub-tree.
 */
export async function assertSound(root: string): Promise<void> {
  for (const environment of await listPublications(root)) {
    const read = await readPublication(root, environment);
    if (read.kind !== 'publication') assert.fail(`${environment}: ${JSON.stringify(read)}`);
    assert.deepEqual(await checkTree(root, read.publication.tree), []);
  }
  for (const id of completeTrees(root)) {
    assert.ok(existsSync(join(root, 'trees', id)), `${id} has no directory`);
    for (const entry of await readTree(root, treeId(id))) {
      if (entry.kind !== 'directory') continue;
      assert.ok(existsSync(join(root, 'trees', `${entry.id}.tree`)), `${entry.name} of ${id} is not there`);
    }
  }
}

/** The ids of which the volume has a `.tree`, sorted. */
export function completeTrees(root: string): string[] {
  const names = readdirSync(join(root, 'trees')).filter((name) => name.endsWith('.tree'));
  return names.map((name) => name.slice(0, -'.tree'.length)).toSorted();
}
