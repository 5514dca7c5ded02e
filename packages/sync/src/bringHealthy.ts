import { commitId, readPublication, readTree, treeId, writePublication, writeTree } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';
import type { AppliedEnvironment } from './appliedEnvironment.ts';
import type { PassContext } from './passContext.ts';

/**
 * Puts the trees of the last healthy commits on the volume where a roll back may need them and a new volume lacks them.
 * They are fetched by commit id when the git directory is new too. Rejects as fetching and writing do.
 */
export async function bringHealthy(
  context: PassContext,
  environments: readonly AppliedEnvironment[],
  signal: AbortSignal,
): Promise<void> {
  const { config, repository } = context;
  for (const { name, healthy } of environments) {
    const onFailure = config.environments.find((one) => one.name === name)?.onFailure;
    if (onFailure !== 'rollback' || healthy?.tree === undefined) continue;
    if (![healthy.commit, healthy.tree].every((id) => /^[0-9a-f]{40}$/.test(id))) continue;
    const tree = treeId(healthy.tree);
    if (await isThere(config.volume, tree)) continue;
    if (!(await tryWrite(context, tree, signal))) {
      await repository.fetch(commitId(healthy.commit), {}, signal);
      await writeTree(config.volume, tree, repository.objects, { signal });
    }
    // The same content once more: the applier looks at once, and not after its backoff.
    const read = await readPublication(config.volume, name);
    if (read.kind === 'publication') await writePublication(config.volume, read.publication);
  }
}

async function isThere(volume: string, tree: TreeId): Promise<boolean> {
  try {
    await readTree(volume, tree);
    return true;
  } catch {
    return false;
  }
}

async function tryWrite(context: PassContext, tree: TreeId, signal: AbortSignal): Promise<boolean> {
  try {
    await writeTree(context.config.volume, tree, context.repository.objects, { signal });
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
