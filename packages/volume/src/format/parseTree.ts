import { isUtf8 } from 'node:buffer';
import { blobId, commitId, treeId } from './ids.ts';
import { entryNameRule } from './entryNameRule.ts';
import { MalformedTreeError } from './malformedTreeError.ts';
import { objectId } from './objectId.ts';
import type { TreeEntry } from './treeEntry.ts';

const space = 0x20;
const slash = 0x2f;
const idLength = 20;
const longestMode = 6;

/**
 * Reads a git tree object: entries of `<mode> <name>\0<20 bytes of id>`, in git's order.
 * Throws MalformedTreeError at a name that a file system could misread (`..`, `.git` and what HFS+ or NTFS take for it),
 * a name that is not UTF-8, a mode that git does not write, entries out of order or twice, and at truncation.
 */
export function parseTree(bytes: Uint8Array): TreeEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (rule: string, entry: Buffer): never => {
    const shown = isUtf8(entry) ? entry.toString() : entry.toString('latin1');
    throw new MalformedTreeError(objectId('tree', bytes), shown.slice(0, 256), rule);
  };
  const entries: TreeEntry[] = [];
  const names = new Set<string>();
  let previous: { name: Buffer; directory: boolean } | undefined;
  let at = 0;
  while (at < buffer.length) {
    const modeEnd = buffer.indexOf(space, at);
    if (modeEnd < 0 || modeEnd > at + longestMode)
      refuse('an entry must start with a mode', buffer.subarray(at, at + longestMode));
    const nameEnd = buffer.indexOf(0, modeEnd);
    if (nameEnd < 0 || nameEnd + idLength >= buffer.length)
      refuse('an entry must end with an id', buffer.subarray(modeEnd + 1));
    const nameBytes = buffer.subarray(modeEnd + 1, nameEnd);
    if (!isUtf8(nameBytes)) refuse('a name must be UTF-8', nameBytes);
    const name = nameBytes.toString();
    const rule = entryNameRule(name);
    if (rule !== undefined) refuse(rule, nameBytes);
    const mode = buffer.toString('latin1', at, modeEnd);
    const id = buffer.toString('hex', nameEnd + 1, nameEnd + 1 + idLength);
    const entry =
      makeEntry(mode, name, id) ?? refuse(`an entry must have a mode of git, not ${JSON.stringify(mode)}`, nameBytes);
    const current = { name: nameBytes, directory: entry.kind === 'directory' };
    if (names.has(name)) refuse('a name must not come twice', nameBytes);
    if (previous !== undefined && compare(previous, current) > 0) refuse("entries must be in git's order", nameBytes);
    names.add(name);
    entries.push(entry);
    previous = current;
    at = nameEnd + 1 + idLength;
  }
  return entries;
}

function makeEntry(mode: string, name: string, id: string): TreeEntry | undefined {
  switch (mode) {
    case '100644':
    case '100664': // written by git before 2005; git still reads it as 100644
      return { kind: 'file', name, id: blobId(id), executable: false };
    case '100755':
      return { kind: 'file', name, id: blobId(id), executable: true };
    case '40000':
    case '040000': // written by old importers; `git fsck` only warns
      return { kind: 'directory', name, id: treeId(id) };
    case '120000':
      return { kind: 'symlink', name, id: blobId(id) };
    case '160000':
      return { kind: 'submodule', name, id: commitId(id) };
    default:
      return undefined;
  }
}

/** Git sorts by bytes, a directory as if its name ended in "/" (base_name_compare in git's tree.c). */
function compare(a: { name: Buffer; directory: boolean }, b: { name: Buffer; directory: boolean }): number {
  const shared = Math.min(a.name.length, b.name.length);
  const order = a.name.compare(b.name, 0, shared, 0, shared);
  if (order !== 0) return order;
  const after = (side: typeof a): number => side.name[shared] ?? (side.directory ? slash : 0);
  return after(a) - after(b);
}
