import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { objectId } from '../format/objectId.ts';
import { damageOf } from './damageOf.ts';
import { DamagedTreeError } from './damagedTreeError.ts';
import { FileTooLargeError } from './fileTooLargeError.ts';
import { RegularFile } from './regularFile.ts';

type Expected = { tree: TreeId; file: string; type: 'blob' | 'tree'; id: string; limit?: number };

/** Reads `file`, which is below `root`, and gives its bytes only when they are the object `id`. */
export async function readVerified(root: string, { tree, file, type, id, limit }: Expected): Promise<Buffer> {
  const bytes = await readBytes(root, file, tree, limit ?? Infinity);
  const found = objectId(type, bytes);
  if (found === id) return bytes;
  throw new DamagedTreeError(tree, file, `expected ${type} ${id}, found ${found}`);
}

async function readBytes(root: string, file: string, tree: TreeId, limit: number): Promise<Buffer> {
  try {
    using opened = RegularFile.open(join(root, file));
    if (opened.size > limit) throw new FileTooLargeError(file, opened.size, limit);
    return await opened.bytes();
  } catch (cause) {
    if (cause instanceof FileTooLargeError) throw cause;
    const problem = damageOf(cause);
    if (problem !== undefined) throw new DamagedTreeError(tree, file, problem, { cause });
    throw new Error(`Cannot read ${file}: ${String(cause)}`, { cause });
  }
}
