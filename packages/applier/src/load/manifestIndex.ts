import { compareTrees, DamagedTreeError, type Skipped, type TreeComparison, type TreeId } from '@couplet/volume';
import { BodyCache } from './bodyCache.ts';
import type { FileOnVolume } from './loadFile.ts';
import { LoadedFiles } from './loadedFiles.ts';
import { loadFiles } from './loadFiles.ts';
import type { Fault, JsonObject, LoadedFile, ManifestEntry, Note } from './manifest.ts';
import { readBody } from './readBody.ts';

/** Which files are manifests. */
export const manifestName = /\.(?:ya?ml|json)$/i;

export type IndexUpdate = {
  /** Manifest files that were read, or that are no longer there. */
  changedFiles: number;
  directoriesRead: number;
  /** Symlinks and submodules of the directories that were read, by path in the tree. */
  skipped: Skipped[];
};

/** The manifests of one environment, without their bodies, as of one tree. One update at a time. */
export class ManifestIndex {
  readonly #root: string;
  readonly #prefix: string;
  readonly #bodies = new BodyCache();
  #files = new LoadedFiles();
  #tree: TreeId | undefined;

  /** `root` is the volume; `prefix` is the environment's path in the repository, which is put before file names. */
  constructor({ root, prefix }: { root: string; prefix: string }) {
    this.#root = root;
    this.#prefix = prefix;
  }

  /** The tree that the index shows; undefined before the first update. */
  get tree(): TreeId | undefined {
    return this.#tree;
  }

  /** Manifests in the index. */
  get size(): number {
    return this.#files.manifests;
  }

  /**
   * Makes the index show `tree`, reading only the blobs that it does not show yet. Everything is read before anything
   * changes: after an error (DamagedTreeError, the reason of an abort) the index is as it was.
   */
  async update({ tree, signal }: { tree: TreeId; signal?: AbortSignal }): Promise<IndexUpdate> {
    const { whole, changes, directoriesRead, skipped } = await this.#compare(tree, signal);
    const relevant = changes.filter(({ path }) => manifestName.test(path));
    const loaded = await this.#load(relevant, signal);

    const files = whole ? new LoadedFiles() : this.#files;
    let changedFiles = loaded.size;
    for (const { path, after } of relevant) {
      const file = loaded.get(path) ?? this.#files.get(path);
      if (after !== undefined && file !== undefined) files.set(path, file);
      else if (files.delete(path)) changedFiles += 1;
    }
    if (whole) for (const path of this.#files.keys()) if (!files.has(path)) changedFiles += 1;
    this.#files = files;
    this.#tree = tree;
    return { changedFiles, directoriesRead, skipped };
  }

  /** The files that are manifests, by path in the tree; one that did not change is the same object as before. */
  files(): ReadonlyMap<string, LoadedFile> {
    return this.#files;
  }

  /** The manifests, file by file. */
  *entries(): Generator<ManifestEntry> {
    for (const { manifests } of this.#files.values()) yield* manifests;
  }

  /** What keeps something from being applied, sorted by file. */
  faults(): Fault[] {
    return this.#files.telling().flatMap(({ faults }) => faults);
  }

  /** What was left out on purpose, sorted by file. */
  notes(): Note[] {
    return this.#files.telling().flatMap(({ notes }) => notes);
  }

  /** One file, by its path from the root of the repository. */
  file(path: string): LoadedFile | undefined {
    const file = this.#files.get(this.#prefix === '' ? path : path.slice(this.#prefix.length + 1));
    return file?.file === path ? file : undefined;
  }

  /** The body of a manifest of the index, from memory or the volume: a copy of the caller's own. */
  async readBody(entry: ManifestEntry): Promise<JsonObject> {
    const kept = this.#bodies.get(entry.digest);
    if (kept !== undefined) return kept;
    if (this.#tree !== undefined) return readBody(this.#root, this.#tree, this.#prefix, entry);
    throw new Error(`Cannot read ${entry.source.file}: the index must show a tree, found none`);
  }

  /** The tree that is shown may have left the volume: then the new one is compared with nothing, and known blobs stay known. */
  async #compare(to: TreeId, signal: AbortSignal | undefined): Promise<TreeComparison & { whole: boolean }> {
    const options = signal === undefined ? {} : { signal };
    const from = this.#tree;
    if (from !== undefined) {
      try {
        return { whole: false, ...(await compareTrees(this.#root, from, to, options)) };
      } catch (error) {
        if (!(error instanceof DamagedTreeError)) throw error;
      }
    }
    return { whole: true, ...(await compareTrees(this.#root, undefined, to, options)) };
  }

  async #load(changes: TreeComparison['changes'], signal: AbortSignal | undefined): Promise<Map<string, LoadedFile>> {
    const wanted: (FileOnVolume & { path: string })[] = [];
    for (const { path, tree, after: entry } of changes) {
      if (entry === undefined || this.#files.get(path)?.blob === entry.id) continue;
      wanted.push({
        root: this.#root,
        tree,
        entry,
        file: this.#prefix === '' ? path : `${this.#prefix}/${path}`,
        path,
      });
    }
    const loaded = await loadFiles(wanted, this.#bodies, signal);
    return new Map(wanted.map(({ path }, position) => [path, loaded[position]] as const).filter(isLoaded));
  }
}

function isLoaded(pair: readonly [string, LoadedFile | undefined]): pair is readonly [string, LoadedFile] {
  return pair[1] !== undefined;
}
