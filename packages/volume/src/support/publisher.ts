import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { writeTree } from '../write/writeTree.ts';
import type { Directory } from './memoryObjects.ts';
import { MemoryObjects } from './memoryObjects.ts';
import { temporaryVolume } from './temporaryVolume.ts';

/** A volume with the objects that are written to it. `at` gives the path of a tree's directory, or of a file in it. */
export type Publisher = AsyncDisposable & {
  root: string;
  objects: MemoryObjects;
  at: (tree: TreeId, file?: string) => string;
  publish: (directory: Directory, previous?: TreeId) => Promise<TreeId>;
};

export async function publisher(): Promise<Publisher> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  return {
    ...volume,
    objects,
    at: (tree, file = '') => join(volume.root, 'trees', tree, file),
    publish: async (directory, previous) => {
      const id = objects.add(directory);
      await writeTree(volume.root, id, objects, previous === undefined ? {} : { previous });
      return id;
    },
  };
}
