import { treeId } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';

/** What is called for each entry; `name` decodes it, which most callers need not. */
export type TreeVisitor = {
  readonly file: (id: Buffer, name: () => string) => void;
  readonly directory: (id: TreeId, name: () => string) => void;
};

const idBytes = 20;

/**
 * Walks over the files and directories of a git tree object. Names and order are not judged: what must not be published is
 * refused when it is written.
 */
export function scanTree(bytes: Uint8Array, visit: TreeVisitor): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < buffer.length;) {
    const modeEnd = buffer.indexOf(0x20, at);
    const nameEnd = modeEnd < 0 ? -1 : buffer.indexOf(0, modeEnd);
    const end = nameEnd + 1 + idBytes;
    if (nameEnd < 0 || end > buffer.length) return;
    const name = (): string => buffer.toString('utf8', modeEnd + 1, nameEnd);
    const mode = buffer.toString('latin1', at, modeEnd);
    const id = buffer.subarray(nameEnd + 1, end);
    if (mode.startsWith('100')) visit.file(id, name);
    else if (mode === '40000' || mode === '040000') visit.directory(treeId(id.toString('hex')), name);
    at = end;
  }
}
