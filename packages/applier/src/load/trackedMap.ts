/** So many writes are remembered; who reads less often looks at everything. */
const remembered = 8192;

/** A map that remembers which keys were written or deleted last, so that its readers need not look at the others again. */
export class TrackedMap<K, V> extends Map<K, V> {
  #written: K[] = [];
  #forgotten = 0;

  /** Goes up with each write; for `writtenSince`. */
  get position(): number {
    return this.#forgotten + this.#written.length;
  }

  /** The keys that were written or deleted after that position; undefined when that is too long ago. */
  writtenSince(position: number): ReadonlySet<K> | undefined {
    return position < this.#forgotten ? undefined : new Set(this.#written.slice(position - this.#forgotten));
  }

  override set(key: K, value: V): this {
    this.#note(key);
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    this.#note(key);
    return super.delete(key);
  }

  override clear(): void {
    this.#forgotten = this.position + 1;
    this.#written = [];
    super.clear();
  }

  #note(key: K): void {
    if (this.#written.length === remembered) {
      this.#forgotten += remembered;
      this.#written = [];
    }
    this.#written.push(key);
  }
}
