import * as fs from 'node:fs';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitId, objectId, treeId } from '@couplet/volume';
import type { BlobId, CommitId, ObjectSource, TreeId } from '@couplet/volume';
import { init, readCommit, readObject, setConfig } from 'isomorphic-git';
import type { FetchedCommit } from '../fetchedCommit.ts';

/** A bare git directory as isomorphic-git keeps one, with the one cache that may be used with it. */
export class GitDirectory implements ObjectSource {
  readonly path: string;
  /** Long-lived: without it each object read costs 20 ms. It must never outlive the directory. */
  readonly cache: object = {};
  /** As measured last: number of packs, and their bytes together. */
  packs = { count: 0, bytes: 0 };

  private constructor(path: string) {
    this.path = path;
  }

  /** Opens what is there, or makes an empty one. */
  static async open(path: string): Promise<GitDirectory> {
    await mkdir(join(path, 'objects', 'pack'), { recursive: true });
    await init({ fs, gitdir: path, bare: true, defaultBranch: 'none' });
    // A refspec is obligatory; one that matches nothing keeps isomorphic-git from writing refs before the pack arrives.
    const refspec = '+refs/none/*:refs/none/*';
    await setConfig({ fs, gitdir: path, path: 'remote.origin.fetch', value: refspec });
    const directory = new GitDirectory(path);
    await directory.measurePacks();
    return directory;
  }

  /** The raw tree object. Rejects when it is absent, or its bytes do not hash to its id. */
  readTree(id: TreeId): Promise<Uint8Array> {
    return this.#read('tree', id);
  }

  readBlob(id: BlobId): Promise<Uint8Array> {
    return this.#read('blob', id);
  }

  /** The commit with this id, or the one that the annotated tag with this id stands for. */
  async readCommit(id: string): Promise<FetchedCommit> {
    const { oid, commit } = await readCommit({ fs, gitdir: this.path, cache: this.cache, oid: id });
    return {
      commit: commitId(oid),
      tree: treeId(commit.tree),
      author: commit.author.name,
      committedAt: new Date(commit.committer.timestamp * 1000).toISOString(),
      subject: (commit.message.split('\n', 1)[0] ?? '').slice(0, 200),
    };
  }

  /** Whether `ancestor` is reached from `id` over at most `most` commits. A commit that is not here has no parents. */
  async descends(id: CommitId, ancestor: CommitId, most: number): Promise<boolean> {
    const queue: string[] = [id];
    const seen = new Set<string>(queue);
    for (const next of queue) {
      if (next === ancestor) return true;
      if (seen.size > most) return false;
      for (const parent of await this.#parents(next)) if (!seen.has(parent) && seen.add(parent)) queue.push(parent);
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

  async #read(type: 'tree' | 'blob', id: string): Promise<Uint8Array> {
    const read = await readObject({ fs, gitdir: this.path, cache: this.cache, oid: id, format: 'content' });
    if (read.format !== 'content' || !(read.object instanceof Uint8Array)) {
      throw new Error(`Cannot read ${type} ${id}: git must give its content, found ${read.format}`);
    }
    const found = objectId(type, read.object);
    if (found !== id) throw new Error(`Cannot read ${type} ${id}: its bytes must hash to its id, found ${found}`);
    return read.object;
  }

  async #parents(id: string): Promise<readonly string[]> {
    try {
      return (await readCommit({ fs, gitdir: this.path, cache: this.cache, oid: id })).commit.parent;
    } catch {
      return [];
    }
  }
}
