import { forgetFacts } from '../write/treeFacts.ts';
import type { MemoryObjects } from './memoryObjects.ts';

/** Makes this process know as little about the trees as a newly started writer. */
export function forgetEverything(objects: MemoryObjects): void {
  for (const id of objects.trees.keys()) forgetFacts(id);
}
