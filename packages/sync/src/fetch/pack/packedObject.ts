import { createHash, hash } from 'node:crypto';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export type PackedObject = { readonly type: ObjectType; readonly bytes: Buffer };

const small = 16 * 1024;
const joined = Buffer.allocUnsafeSlow(small + 64);

/**
 * An object's id, the SHA-1 of `<type> <length>\0` and its bytes, as a string of 20 bytes ("latin1"): a Buffer for each of
 * 50,000 would be felt.
 */
export function hashObject({ type, bytes }: PackedObject): string {
  const header = `${type} ${bytes.length}\0`;
  // One call on a joined copy takes half the time of a hash object, as long as the copy is small.
  if (bytes.length > small) return createHash('sha1').update(header).update(bytes).digest('latin1');
  const start = joined.write(header, 'latin1');
  joined.set(bytes, start);
  return hash('sha1', joined.subarray(0, start + bytes.length), 'latin1');
}
