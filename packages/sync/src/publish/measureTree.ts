import { setImmediate } from 'node:timers/promises';
import type { TreeId } from '@couplet/volume';
import { scanTree } from './scanTree.ts';
import type { SizedSource } from './sizedSource.ts';

/** What is true of everything below a tree. Bytes may be Infinity: a file that is too large to be held in memory. */
export type TreeMeasure = {
  /** Paths of regular files. */
  readonly files: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Bytes of the largest. */
  readonly largest: number;
  /** Directories below one another: 0 when it has none. */
  readonly depth: number;
};

const remembered = 100_000;
const known = new Map<TreeId, TreeMeasure>();
/** Milliseconds of work before others get a turn. */
const slice = 5;

/**
 * Measures a tree without reading a file; trees that were measured before are not read again, so that a one-file commit
 * reads those on its path. Answers undefined when directories lie more than `deepest` below one another.
 */
export async function measureTree(
  source: SizedSource,
  root: TreeId,
  deepest: number,
  signal: AbortSignal,
): Promise<TreeMeasure | undefined> {
  let since = performance.now();
  // What is not here, or could not be indexed, may come with the next fetch.
  let isKnown = true;

  const measure = async (tree: TreeId, level: number): Promise<TreeMeasure | undefined> => {
    const earlier = known.get(tree);
    if (earlier !== undefined) return level + earlier.depth > deepest ? undefined : earlier;
    if (level > deepest) return undefined;
    if (performance.now() - since > slice) {
      await setImmediate();
      signal.throwIfAborted();
      since = performance.now();
    }
    let [files, bytes, largest, depth] = [0, 0, 0, 0];
    const children: TreeId[] = [];
    scanTree(await source.readTree(tree), {
      file(id, at) {
        const size = source.sizeOf(id, at);
        isKnown &&= size !== undefined && size !== Infinity;
        files += 1;
        bytes += size ?? 0;
        largest = Math.max(largest, size ?? 0);
      },
      directory: (id) => children.push(id),
    });
    for (const child of children) {
      const below = await measure(child, level + 1);
      if (below === undefined) return undefined;
      files += below.files;
      bytes += below.bytes;
      largest = Math.max(largest, below.largest);
      depth = Math.max(depth, below.depth + 1);
    }
    if (known.size >= remembered) known.clear();
    const measured = { files, bytes, largest, depth };
    if (isKnown) known.set(tree, measured);
    return measured;
  };

  return measure(root, 0);
}
