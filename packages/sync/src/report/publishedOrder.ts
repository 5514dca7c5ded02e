const most = 1000;

/** In which order the commits of an environment were published; of each the last time. The newest 1,000 of each environment. */
export class PublishedOrder {
  readonly #orders = new Map<string, Map<string, number>>();
  #count = 0;

  add(environment: string, commit: string): void {
    const order = this.#orders.get(environment) ?? new Map<string, number>();
    this.#orders.set(environment, order);
    this.#count += 1;
    // The last key is then always the newest.
    order.delete(commit);
    order.set(commit, this.#count);
    const [oldest] = order.keys();
    if (order.size > most && oldest !== undefined) order.delete(oldest);
  }

  /** Whether `commit` was published when `other` was, or after it. False for a commit that is not known. */
  isAtLeast(environment: string, commit: string | undefined, other: string | undefined): boolean {
    if (commit === undefined || other === undefined) return false;
    const order = this.#orders.get(environment);
    const [one, two] = [order?.get(commit), order?.get(other)];
    return one !== undefined && two !== undefined && one >= two;
  }

  remove(environment: string): void {
    this.#orders.delete(environment);
  }
}
