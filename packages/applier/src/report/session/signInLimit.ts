/** Milliseconds over which wrong tokens are counted. */
const span = 60_000;
const mostOfOne = 5;
const mostOfAll = 60;
const mostAddresses = 1000;

type Failures = { count: number; since: number };

/**
 * Slows down whoever tries tokens: five wrong ones a minute from one address, sixty from all together. Whoever is over it
 * is not looked at, also with the right token. One for the page and the API. Its memory is bounded.
 */
export class SignInLimit {
  readonly #now: () => number;
  readonly #byAddress = new Map<string, Failures>();
  #all: Failures = { count: 0, since: 0 };

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until the next try of this address counts; 0: now. */
  wait(address: string): number {
    return Math.max(this.#left(this.#byAddress.get(address), mostOfOne), this.#left(this.#all, mostOfAll));
  }

  failed(address: string): void {
    const own = this.#count(this.#byAddress.get(address));
    this.#byAddress.delete(address);
    this.#byAddress.set(address, own);
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size > mostAddresses && oldest !== undefined) this.#byAddress.delete(oldest);
    this.#all = this.#count(this.#all);
  }

  #count(before: Failures | undefined): Failures {
    const now = this.#now();
    if (before === undefined || now - before.since >= span) return { count: 1, since: now };
    return { ...before, count: before.count + 1 };
  }

  #left(failures: Failures | undefined, most: number): number {
    if (failures === undefined || failures.count < most) return 0;
    return Math.max(0, Math.ceil((failures.since + span - this.#now()) / 1000));
  }
}
