import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentName, environmentsDirectory } from '../format/layout.ts';
import { errorCode } from '../errorCode.ts';

/** The environments that have a publication, sorted; none when the volume was never prepared. */
export async function listPublications(root: string): Promise<string[]> {
  const names = await readdir(join(root, environmentsDirectory)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((name) => environmentName.test(name))
    .toSorted();
}
