/** Each watch is a connection here and a goroutine there: beyond this many, lists are cheaper. */
export const mostWatches = 200;

/** Counts the watches of all environments together. */
export class WatchBudget {
  readonly #limit: number;
  readonly #taken = new Map<string, number>();

  constructor(limit: number = mostWatches) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Whether `owner` may have so many watches from now on; when not, it has none. */
  take(owner: string, watches: number): boolean {
    this.#taken.delete(owner);
    const others = [...this.#taken.values()].reduce((sum, one) => sum + one, 0);
    if (others + watches > this.#limit) return false;
    this.#taken.set(owner, watches);
    return true;
  }

  release(owner: string): void {
    this.#taken.delete(owner);
  }
}
