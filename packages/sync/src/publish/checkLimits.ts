import type { Limits } from '@couplet/config';
import type { TreeId } from '@couplet/volume';
import type { Stalled } from '../stalled.ts';
import { measureTree } from './measureTree.ts';
import { scanTree } from './scanTree.ts';
import type { SizedSource } from './sizedSource.ts';

const longestPath = 500;

/**
 * Whether a tree, which is the directory `path` of the repository, may be published, before a byte of it is written: why
 * not, with the limit, its value, and the file or how many; undefined when it may.
 */
export async function checkLimits(
  source: SizedSource,
  { tree, path }: { readonly tree: TreeId; readonly path: string },
  limits: Limits,
  signal: AbortSignal,
): Promise<Stalled | undefined> {
  const measured = await measureTree(source, tree, limits.depth, signal);
  if (measured === undefined) {
    const deep = await findDeep(source, tree, limits.depth);
    return over('depth', `${quote(join(path, deep))} lies more than ${limits.depth} directories deep`, limits.depth);
  }
  const { files, bytes, largest } = measured;
  const where = path === '' ? 'the repository' : quote(path);
  if (largest > limits.fileSize) {
    const { name, size } = await findLarge(source, tree, limits.fileSize);
    return over('fileSize', `the file ${quote(join(path, name))} has ${bytesOf(size)}`, limits.fileSize);
  }
  if (files > limits.files) return over('files', `${where} has ${files} files`, limits.files);
  if (bytes > limits.bytes) {
    const { name, size } = await findLarge(source, tree, largest - 1);
    const example = `the largest is ${quote(join(path, name))} with ${bytesOf(size)}`;
    return over('bytes', `the ${files} files of ${where} have ${bytesOf(bytes)}; ${example}`, limits.bytes);
  }
  return undefined;
}

function over(limit: keyof Limits, found: string, value: number): Stalled {
  const remedy = limit === 'fileSize' || limit === 'bytes' ? 'remove the file' : 'remove some';
  return {
    kind: 'stalled',
    why: `${found}, and repository.limits.${limit} is ${value}`,
    todo: `${remedy}, or raise repository.limits.${limit} in couplet.yaml; the last publication stays until then`,
  };
}

/** The path of the first file of more than `most` bytes. */
async function findLarge(
  source: SizedSource,
  tree: TreeId,
  most: number,
): Promise<{ readonly name: string; readonly size: number }> {
  const queue = [{ tree, path: '' }];
  const seen = new Set<TreeId>();
  for (const { tree: next, path } of queue) {
    let found: { name: string; size: number } | undefined;
    scanTree(await source.readTree(next), {
      file(id, at, name) {
        const size = source.sizeOf(id, at) ?? 0;
        if (size > most) found ??= { name: join(path, name()), size };
      },
      directory(id, name) {
        if (!seen.has(id) && seen.add(id)) queue.push({ tree: id, path: join(path, name()) });
      },
    });
    if (found !== undefined) return found;
  }
  return { name: '', size: most };
}

/** The path of a directory that lies more than `deepest` below the tree. */
async function findDeep(source: SizedSource, tree: TreeId, deepest: number): Promise<string> {
  let level = new Map([[tree, '']]);
  for (let depth = 0; depth <= deepest; depth += 1) {
    const below = new Map<TreeId, string>();
    for (const [id, path] of level) {
      const directory = (child: TreeId, name: () => string): void => void below.set(child, join(path, name()));
      scanTree(await source.readTree(id), { file: () => {}, directory });
    }
    level = below;
  }
  return [...level.values()][0] ?? '';
}

const join = (path: string, name: string): string => (path === '' ? name : name === '' ? path : `${path}/${name}`);

const quote = (path: string): string =>
  JSON.stringify(path.length > longestPath ? `${path.slice(0, longestPath)}…` : path);

const bytesOf = (size: number): string =>
  size === Infinity ? 'more bytes than can be held in memory' : `${size} bytes`;
