import type { TreeId } from '../format/ids.ts';
import { objectId } from '../format/objectId.ts';
import { damageOf } from './damageOf.ts';
import { DamagedTreeError } from './damagedTreeError.ts';
import { FileTooLargeError } from './fileTooLargeError.ts';
import { RegularFile } from './regularFile.ts';

type Expected = { tree: TreeId; file: string; type: 'blob' | 'tree'; id: string; limit?: number };

/** Reads `file`, which is below `root`, and gives its bytes only when they are the object `id`. */
export async function readVerified(root: string, expected: Expected): Promise<Buffer> {
  const { tree, file, type, id, limit = Infinity } = expected;
  let bytes: Buffer;
  try {
    // Joined by hand: path.join looks at each character, and there are as many paths as files.
    using opened = RegularFile.open(`${root}/${file}`);
    if (opened.size > limit) throw new FileTooLargeError(file, opened.size, limit);
    bytes = opened.smallBytes() ?? (await opened.bytes());
  } catch (cause) {
    throw readError(cause, expected);
  }
  const found = objectId(type, bytes);
  if (found === id) return bytes;
  throw new DamagedTreeError(tree, file, `expected ${type} ${id}, found ${found}`);
}

function readError(cause: unknown, { tree, file }: Expected): Error {
  if (cause instanceof FileTooLargeError) return cause;
  const problem = damageOf(cause);
  if (problem !== undefined) return new DamagedTreeError(tree, file, problem, { cause });
  return new Error(`Cannot read ${file}: ${String(cause)}`, { cause });
}
