import type { Clock } from './clock.ts';

type Sleeper = { at: number; wake: () => void };

/**
 * A clock for tests: time stands still until `advance` moves it.
 * Two sleepers due at the same instant wake in the order in which they fell asleep.
 */
export class FakeClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #fellAsleep = Promise.withResolvers<void>();

  /** @param start milliseconds since the Unix epoch */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal?.aborted) {
      reject(signal.reason);
      return promise;
    }
    const onAbort = (): void => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      reject(signal?.reason);
    };
    const wake = (): void => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    const sleeper = { at: this.#now + Math.max(0, ms), wake };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#sleepers.push(sleeper);
    this.#fellAsleep.resolve();
    return promise;
  }

  /** How many calls of `sleep` have not ended. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Resolves once `count` calls of `sleep` are pending: the code under test has come to rest. */
  async untilSleeping(count = 1): Promise<void> {
    while (this.#sleepers.length < count) {
      this.#fellAsleep = Promise.withResolvers<void>();
      await this.#fellAsleep.promise;
    }
  }

  /**
   * Moves time on by `ms` milliseconds. Wakes sleepers in the order of their time, each at its own instant, and lets
   * promises settle in between, so that a sleeper that sleeps again within `ms` wakes again.
   * It does not wait for files or sockets: await those yourself, or use `untilSleeping`.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#earliest(end); next !== undefined; next = this.#earliest(end)) {
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = next.at;
      next.wake();
      await settle();
    }
    this.#now = end;
  }

  #earliest(end: number): Sleeper | undefined {
    let earliest: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.at <= end && (earliest === undefined || sleeper.at < earliest.at)) earliest = sleeper;
    }
    return earliest;
  }
}

// An immediate runs after every promise that can settle without I/O has settled.
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
