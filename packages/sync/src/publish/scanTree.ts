import { treeId } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';

/** What is called for each entry. `id` is 20 bytes of `bytes`; `name` decodes it, which most callers need not. */
export type TreeVisitor = {
  readonly file: (bytes: Buffer, id: number, name: () => string) => void;
  readonly directory: (id: TreeId, name: () => string) => void;
};

const idBytes = 20;
const [space, zero, one, four] = [0x20, 0x30, 0x31, 0x34];

/**
 * Walks over the files and directories of a git tree object. Names and order are not judged: what must not be published is
 * refused when it is written.
 */
export function scanTree(object: Uint8Array, visit: TreeVisitor): void {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  let [modeEnd, nameEnd] = [0, 0];
  // One for all entries: 50,000 would be felt.
  const name = (): string => bytes.toString('utf8', modeEnd + 1, nameEnd);
  for (let at = 0; at < bytes.length;) {
    // `40000` or `100644`, and seldom anything else.
    modeEnd = bytes[at + 5] === space ? at + 5 : bytes[at + 6] === space ? at + 6 : bytes.indexOf(space, at);
    nameEnd = modeEnd < 0 ? -1 : bytes.indexOf(0, modeEnd);
    const end = nameEnd + 1 + idBytes;
    if (nameEnd < 0 || end > bytes.length) return;
    if (bytes[at] === one && bytes[at + 1] === zero && bytes[at + 2] === zero) visit.file(bytes, nameEnd + 1, name);
    else if (isDirectory(bytes, at, modeEnd)) visit.directory(treeId(bytes.toString('hex', nameEnd + 1, end)), name);
    at = end;
  }
}

function isDirectory(bytes: Buffer, start: number, end: number): boolean {
  const at = bytes[start] === zero ? start + 1 : start;
  if (bytes[at] !== four || end !== at + 5) return false;
  for (let digit = at + 1; digit < end; digit += 1) if (bytes[digit] !== zero) return false;
  return true;
}
