/**
 * Holds at most one value between those who trigger and the one who works. A value posted while another waits is merged
 * with it, so a thousand triggers make one turn of work and none is lost.
 */
export class Mailbox<T> {
  readonly #merge: (waiting: T, next: T) => T;
  #slot: { value: T } | undefined;
  #arrival = Promise.withResolvers<void>();

  /** @param merge makes one value of an older and a newer one */
  constructor(merge: (waiting: T, next: T) => T) {
    this.#merge = merge;
  }

  get waiting(): boolean {
    return this.#slot !== undefined;
  }

  post(value: T): void {
    this.#put(this.#slot === undefined ? value : this.#merge(this.#slot.value, value));
  }

  /** Like `post`, but for a value that is older than what waits: work that failed and is to be done again. */
  putBack(value: T): void {
    this.#put(this.#slot === undefined ? value : this.#merge(value, this.#slot.value));
  }

  /** Waits for a value and removes it. Rejects with `signal.reason` on abort; what waits then stays. */
  async take(signal: AbortSignal): Promise<T> {
    for (;;) {
      await this.arrival(signal);
      const taken = this.takeNow();
      if (taken !== undefined) return taken.value;
    }
  }

  /** Removes and answers what waits, or undefined when nothing does. */
  takeNow(): { value: T } | undefined {
    const taken = this.#slot;
    if (taken !== undefined) this.#arrival = Promise.withResolvers<void>();
    this.#slot = undefined;
    return taken;
  }

  /** Waits for a value and leaves it where it is. Rejects with `signal.reason` on abort. */
  async arrival(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([this.#arrival.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #put(value: T): void {
    this.#slot = { value };
    this.#arrival.resolve();
  }
}
