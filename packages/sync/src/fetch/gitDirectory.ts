import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitId, treeId } from '@couplet/volume';
import type { BlobId, CommitId, ObjectSource, TreeId } from '@couplet/volume';
import { Errors } from 'isomorphic-git';
import type { FetchedCommit } from '../fetchedCommit.ts';
import { PackStore } from './pack/packStore.ts';
import { parseCommit, parseTag } from './parseCommit.ts';

// A refspec is obligatory; one that matches nothing keeps isomorphic-git from writing refs before the pack arrives.
const settings = `[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = true
[remote "origin"]
\tfetch = +refs/none/*:refs/none/*
`;

/** A bare git directory: isomorphic-git keeps what the protocol needs, our own reader and index the objects in its packs. */
export class GitDirectory implements ObjectSource {
  readonly path: string;
  /** Long-lived, for isomorphic-git, which reads the index of each pack once. It must never outlive the directory. */
  readonly cache: object = {};
  /** As measured last: number of packs, and their bytes together. */
  packs = { count: 0, bytes: 0 };
  readonly objects: PackStore;

  private constructor(path: string, largest?: number) {
    this.path = path;
    this.objects = PackStore.open(join(path, 'objects', 'pack'), largest);
  }

  /** Opens what is there, or makes an empty one. An object may have `largest` bytes to be read. */
  static async open(path: string, largest?: number): Promise<GitDirectory> {
    for (const name of ['objects/pack', 'refs/heads']) await mkdir(join(path, name), { recursive: true });
    // Whole each time, whatever a kill left of them.
    await writeFile(join(path, 'config'), settings);
    await writeFile(join(path, 'HEAD'), 'ref: refs/heads/none\n');
    const directory = new GitDirectory(path, largest);
    await directory.measurePacks();
    return directory;
  }

  /** The raw tree object. Throws when it is absent, or its bytes do not hash to its id. */
  readTree(id: TreeId): Uint8Array {
    return this.#read('tree', id);
  }

  readBlob(id: BlobId): Uint8Array {
    return this.#read('blob', id);
  }

  /** The commit with this id, or the one that the annotated tag with this id stands for. */
  async readCommit(id: string): Promise<FetchedCommit> {
    const { type, bytes } = this.objects.read(id);
    const tagged = type === 'tag' ? parseTag(bytes) : undefined;
    // A tag may name a tag; an id cannot be part of what it is the hash of, so this ends.
    if (tagged !== undefined) return this.readCommit(tagged);
    if (type !== 'commit') throw new Errors.ObjectTypeError(id, type, 'commit');
    const commit = parseCommit(bytes);
    return {
      commit: commitId(id),
      tree: treeId(commit.tree),
      author: commit.author,
      committedAt: new Date(commit.committedAt * 1000).toISOString(),
      subject: commit.subject.slice(0, 200),
    };
  }

  /** Whether `ancestor` is reached from `id` over at most `most` commits. A commit that is not here has no parents. */
  async descends(id: CommitId, ancestor: CommitId, most: number): Promise<boolean> {
    const queue: string[] = [id];
    const seen = new Set<string>(queue);
    for (const next of queue) {
      if (next === ancestor) return true;
      if (seen.size > most) return false;
      for (const parent of this.#parents(next)) if (!seen.has(parent) && seen.add(parent)) queue.push(parent);
    }
    return false;
  }

  /** Where isomorphic-git looks for what we have of a remote ref; a hash, because `a` and `a/b` cannot both be files. */
  haveRef(remoteRef: string): string {
    return `refs/couplet/${createHash('sha1').update(remoteRef).digest('hex')}`;
  }

  /** The commit last fetched from this ref, if it is recorded and readable. */
  async have(remoteRef: string): Promise<CommitId | undefined> {
    try {
      const text = await readFile(join(this.path, this.haveRef(remoteRef)), 'utf8');
      return (await this.readCommit(text.trim())).commit;
    } catch {
      // Absent, cut off by a kill, or its commit is damaged: in each case we have nothing.
      return undefined;
    }
  }

  async recordHave(remoteRef: string, commit: CommitId): Promise<void> {
    const file = join(this.path, this.haveRef(remoteRef));
    await mkdir(join(this.path, 'refs', 'couplet'), { recursive: true });
    await writeFile(`${file}.new`, `${commit}\n`);
    await rename(`${file}.new`, file);
  }

  /** Counts again; a fetch does not. */
  async measurePacks(): Promise<void> {
    const directory = join(this.path, 'objects', 'pack');
    const packs = (await readdir(directory)).filter((name) => name.endsWith('.pack'));
    const sizes = await Promise.all(packs.map(async (name) => (await stat(join(directory, name))).size));
    this.packs = { count: packs.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }

  #read(type: 'tree' | 'blob', id: string): Uint8Array {
    const object = this.objects.read(id);
    if (object.type !== type) throw new Errors.ObjectTypeError(id, object.type, type);
    return object.bytes;
  }

  #parents(id: string): readonly string[] {
    try {
      return parseCommit(this.objects.read(id).bytes).parents;
    } catch {
      return [];
    }
  }
}
