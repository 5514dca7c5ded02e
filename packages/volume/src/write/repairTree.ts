import type { TreeId } from '../format/ids.ts';
import { completeTree } from './completeTree.ts';
import { newJob } from './writeTree.ts';
import type { WriteReport } from './writeTree.ts';
import type { ObjectSource } from './writeJob.ts';

/**
 * Reads every byte of a tree and replaces what is not as its ids say; asks `source` for that only. A replacement is
 * complete before it takes the place of what it replaces. Throws as writeTree does.
 */
export async function repairTree(
  root: string,
  id: TreeId,
  source: ObjectSource,
  options: { signal?: AbortSignal } = {},
): Promise<WriteReport> {
  const job = newJob(root, source, options.signal);
  const { skipped } = await completeTree(job, id, 'verify');
  return { ...job.written, skipped: [...skipped] };
}
