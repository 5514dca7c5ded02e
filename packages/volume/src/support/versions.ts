import type { TreeId } from '../format/ids.ts';
import type { Directory, MemoryObjects } from './memoryObjects.ts';
import { executable, symlink } from './memoryObjects.ts';

/** How many directories of a version hold its number, so that a reader who mixes two versions would notice. */
export const marks = 4;

/** Version `n` of a repository: most of it stays, four directories follow the number, one directory comes and goes. */
export function addVersion(objects: MemoryObjects, n: number): TreeId {
  const root: Directory = { 'README.md': 'stays\n', link: symlink('../outside') };
  for (let i = 0; i < 6; i++) {
    root[`app-${i}`] = {
      'deployment.yaml': `replicas: ${i}\n`,
      hooks: { 'run.sh': executable(`#!/bin/sh\necho ${i}\n`) },
    };
  }
  for (let i = 0; i < marks; i++) {
    root[`mark-${i}`] = { 'version.txt': `${n}\n`, 'fixed.txt': 'shared\n', deep: { 'version.txt': `${n}\n` } };
  }
  if (n % 2 === 0) root['sometimes'] = { 'even.txt': `${n}\n` };
  return objects.add(root);
}
