import type { LoadedFile } from './manifest.ts';
import { TrackedMap } from './trackedMap.ts';

/** Files after parsing, by path in the tree. What is asked about all of them after each commit is counted as they come and go. */
export class LoadedFiles extends TrackedMap<string, LoadedFile> {
  #manifests = 0;
  /** Those with faults or notes. */
  readonly #telling = new Map<string, LoadedFile>();

  /** Manifests of all files. */
  get manifests(): number {
    return this.#manifests;
  }

  /** Files with faults or notes, sorted by name. */
  telling(): LoadedFile[] {
    return [...this.#telling.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  override set(path: string, file: LoadedFile): this {
    this.#manifests += file.manifests.length - (this.get(path)?.manifests.length ?? 0);
    if (file.faults.length > 0 || file.notes.length > 0) this.#telling.set(path, file);
    else this.#telling.delete(path);
    return super.set(path, file);
  }

  override delete(path: string): boolean {
    this.#manifests -= this.get(path)?.manifests.length ?? 0;
    this.#telling.delete(path);
    return super.delete(path);
  }

  override clear(): void {
    this.#manifests = 0;
    this.#telling.clear();
    super.clear();
  }
}
