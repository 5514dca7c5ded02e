import { parseTree } from '@couplet/volume';
import type { ObjectSource, TreeId } from '@couplet/volume';
import type { Stalled } from '../stalled.ts';

/** The directory at `path` (`''` is the root) of a root tree, or why there is none. Rejects when an object cannot be read. */
export async function findTree(
  source: ObjectSource,
  root: TreeId,
  path: string,
): Promise<{ readonly kind: 'tree'; readonly tree: TreeId } | Stalled> {
  let tree = root;
  const walked: string[] = [];
  for (const name of path.split('/').filter(Boolean)) {
    walked.push(name);
    const entry = parseTree(await source.readTree(tree)).find((candidate) => candidate.name === name);
    if (entry?.kind !== 'directory') {
      return {
        kind: 'stalled',
        why: `the commit has no directory "${walked.join('/')}"${entry === undefined ? '' : ` (it is a ${entry.kind})`}`,
        todo: 'push the directory, or change path in couplet.yaml; the last publication stays until then',
      };
    }
    tree = entry.id;
  }
  return { kind: 'tree', tree };
}
