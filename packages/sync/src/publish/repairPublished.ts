import { checkTree, listPublications, readPublication, repairTree } from '@couplet/volume';
import type { Damage, ObjectSource, TreeId } from '@couplet/volume';

export type Repair = {
  readonly environment: string;
  readonly damages: readonly Damage[];
  readonly files: number | undefined;
};

/**
 * Reads every byte of the published trees of `only` these environments, or of all, and rewrites what is damaged from the
 * objects at hand. Answers what it found; `files` undefined means that the objects are not all at hand, so that a fetch
 * has to come first.
 */
export async function repairPublished(
  root: string,
  source: ObjectSource,
  { signal, only }: { readonly signal: AbortSignal; readonly only?: readonly string[] },
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  const published = await listPublications(root);
  for (const environment of published.filter((name) => only?.includes(name) ?? true)) {
    const read = await readPublication(root, environment);
    if (read.kind !== 'publication') continue;
    const damages = await checkTree(root, read.publication.tree, { signal });
    if (damages.length === 0) continue;
    repairs.push({ environment, damages, files: await tryRepair(root, read.publication.tree, source, signal) });
  }
  return repairs;
}

async function tryRepair(
  root: string,
  tree: TreeId,
  source: ObjectSource,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    return (await repairTree(root, tree, source, { signal })).files;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
