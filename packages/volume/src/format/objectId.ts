import { createHash, hash } from 'node:crypto';

const small = 16 * 1024;

/** Git's id of an object: the SHA-1 of `<type> <length>\0` and the bytes, as 40 lowercase hexadecimal digits. */
export function objectId(type: 'blob' | 'tree', bytes: Uint8Array): string {
  const header = `${type} ${bytes.length}\0`;
  // One call on a joined copy takes half the time of a hash object, as long as the copy is small.
  if (bytes.length > small) return createHash('sha1').update(header).update(bytes).digest('hex');
  const joined = Buffer.allocUnsafe(header.length + bytes.length);
  joined.write(header, 'latin1');
  joined.set(bytes, header.length);
  return hash('sha1', joined);
}
