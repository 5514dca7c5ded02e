import { linkSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeId } from '../format/ids.ts';
import { childTarget, treeDirectory, treeFile } from '../format/layout.ts';
import { MalformedTreeError } from '../format/malformedTreeError.ts';
import type { FileEntry, MaterialisedEntry, TreeEntry } from '../format/treeEntry.ts';
import { readTree } from '../read/readTree.ts';
import { DamagedTreeError } from '../read/damagedTreeError.ts';
import { errorCode } from '../errorCode.ts';
import { cannotWrite } from './naming.ts';

// Other devices, more links than the file system allows, no links at all, links to another user's files, or not what was
// published there any more.
const linkIsImpossible = new Set([
  'EXDEV',
  'EMLINK',
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'ENOENT',
  'EINVAL',
]);

/**
 * The directory that a new one follows: what both have becomes hard links. That goes for symlinks too: a disk's file system
 * takes ten times as long to make one.
 */
export class PreviousDirectory {
  readonly #path: string;
  readonly #completedAt: number;
  readonly #entries: ReadonlyMap<string, TreeEntry>;

  private constructor(path: string, completedAt: number, entries: TreeEntry[]) {
    this.#path = path;
    this.#completedAt = completedAt;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** Gives undefined when the tree is missing, damaged or malformed: then there is nothing to share. */
  static async read(root: string, id: TreeId | undefined): Promise<PreviousDirectory | undefined> {
    if (id === undefined) return undefined;
    try {
      const { mtimeMs } = lstatSync(join(root, treeFile(id)));
      return new PreviousDirectory(join(root, treeDirectory(id)), mtimeMs, await readTree(root, id));
    } catch (error) {
      if (error instanceof DamagedTreeError || error instanceof MalformedTreeError) return undefined;
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  directory(name: string): TreeId | undefined {
    const entry = this.#entries.get(name);
    return entry?.kind === 'directory' ? entry.id : undefined;
  }

  /** Links the same entry of the same mode to `path`; false when this directory has none that can be trusted. */
  link(entry: MaterialisedEntry, path: string): boolean {
    const mine = this.#entries.get(entry.name);
    if (mine?.kind !== entry.kind || mine.id !== entry.id) return false;
    const from = `${this.#path}/${entry.name}`;
    try {
      if (!this.#isUntouched(from, entry)) return false;
      linkSync(from, path);
      return true;
    } catch (error) {
      if (linkIsImpossible.has(errorCode(error) ?? '')) return false;
      throw cannotWrite(path, error);
    }
  }

  // Hashing every linked file would cost more than writing it. No file is changed after its directory was completed, so
  // a later mtime is damage, which must not be handed on; damage without one is found by the reader, who hashes.
  #isUntouched(path: string, entry: MaterialisedEntry): boolean {
    if (entry.kind === 'directory') return readlinkSync(path) === childTarget(entry.id);
    const stats = lstatSync(path);
    return stats.isFile() && (stats.mode & 0o777) === fileMode(entry) && stats.mtimeMs <= this.#completedAt;
  }
}

/** The permissions of a published file. */
export const fileMode = (entry: FileEntry): number => (entry.executable ? 0o755 : 0o644);
