import { isUtf8 } from 'node:buffer';
import { blobId, commitId, treeId } from './ids.ts';
import { entryNameRule } from './entryNameRule.ts';
import { MalformedTreeError } from './malformedTreeError.ts';
import { objectId } from './objectId.ts';
import type { TreeEntry } from './treeEntry.ts';

const idLength = 20;
const longestMode = 6;
// oxlint-disable-next-line no-control-regex -- a name may hold them
const ascii = /^[\0-\x7f]*$/;

/**
 * Reads a git tree object: entries of `<mode> <name>\0<20 bytes of id>`, in git's order.
 * Throws MalformedTreeError at a name that a file system could misread (`..`, `.git` and what HFS+ or NTFS take for it),
 * a name that is not UTF-8, a mode that git does not write, entries out of order or twice, and at truncation.
 */
export function parseTree(bytes: Uint8Array): TreeEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // One character for each byte: strings are searched, cut and compared in a fraction of the time of buffers.
  const text = buffer.toString('latin1');
  const refuse = (rule: string, start: number, end?: number): never => {
    const entry = buffer.subarray(start, end);
    const shown = isUtf8(entry) ? entry.toString() : entry.toString('latin1');
    throw new MalformedTreeError(objectId('tree', bytes), shown.slice(0, 256), rule);
  };
  const entries: TreeEntry[] = [];
  const names = new Set<string>();
  let previous = '';
  let at = 0;
  while (at < text.length) {
    const modeEnd = text.indexOf(' ', at);
    if (modeEnd < 0 || modeEnd > at + longestMode) refuse('an entry must start with a mode', at, at + longestMode);
    const nameStart = modeEnd + 1;
    const nameEnd = text.indexOf('\0', nameStart);
    if (nameEnd < 0 || nameEnd + idLength >= text.length) refuse('an entry must end with an id', nameStart);
    const written = text.slice(nameStart, nameEnd);
    const name = ascii.test(written) ? written : decodeName(buffer.subarray(nameStart, nameEnd));
    if (name === undefined) return refuse('a name must be UTF-8', nameStart, nameEnd);
    const rule = entryNameRule(name);
    if (rule !== undefined) refuse(rule, nameStart, nameEnd);
    const mode = text.slice(at, modeEnd);
    at = nameEnd + 1 + idLength;
    const entry =
      makeEntry(mode, name, buffer.toString('hex', nameEnd + 1, at)) ??
      refuse(`an entry must have a mode of git, not ${JSON.stringify(mode)}`, nameStart, nameEnd);
    if (names.has(name)) refuse('a name must not come twice', nameStart, nameEnd);
    // Git sorts by bytes, a directory as if its name ended in "/" (base_name_compare in git's tree.c).
    const sorted = entry.kind === 'directory' ? `${written}/` : written;
    if (previous > sorted) refuse("entries must be in git's order", nameStart, nameEnd);
    names.add(name);
    entries.push(entry);
    previous = sorted;
  }
  return entries;
}

function decodeName(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString() : undefined;
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
