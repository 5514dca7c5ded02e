import { DamagedTreeError, treeId } from '@couplet/volume';
import type { RunError } from './events.ts';
import type { ManifestIndex } from './load/manifestIndex.ts';
import type { Run } from './run.ts';

/**
 * Brings the index to the tree of the publication. A file that does not match its hash is returned as an error: nothing
 * of that tree is applied or pruned, and the index stays as it was.
 */
export async function loadPublication(index: ManifestIndex, run: Run): Promise<RunError | undefined> {
  const { publication, target, rollback, signal } = run;
  try {
    const { changedFiles } = await index.update({ tree: treeId(target.tree), signal });
    const { skipped } = publication;
    const errors = index.faults();
    run.tell({ kind: 'loaded', changedFiles, manifests: index.size, errors, skipped, notes: index.notes() });
    return undefined;
  } catch (error) {
    if (!(error instanceof DamagedTreeError)) throw error;
    const message =
      rollback === undefined
        ? `${error.message}; sync rewrites a damaged tree when it hears of it, at its next poll at the latest`
        : `Cannot apply the last healthy commit ${target.commit} again: its tree must be whole on the volume, found ${error.message}`;
    return { code: 'damaged-tree', message, file: error.file };
  }
}
