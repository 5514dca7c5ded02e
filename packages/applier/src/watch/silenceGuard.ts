import type { Clock } from '@couplet/daemon';

/** Aborts its signal when nothing was heard for a while, or when the outer signal aborts. */
export class SilenceGuard implements Disposable {
  readonly #ended = new AbortController();
  readonly #clock: Clock;
  #heardAt: number;

  constructor(clock: Clock, ms: number, outer: AbortSignal) {
    this.#clock = clock;
    this.#heardAt = clock.now();
    this.signal = AbortSignal.any([outer, this.#ended.signal]);
    void this.#watch(ms).catch(() => {});
  }

  readonly signal: AbortSignal;
  /** It was silence that aborted the signal. */
  silent = false;

  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  // One sleeper for the whole stream, not one for each event.
  async #watch(ms: number): Promise<void> {
    for (let left = ms; left > 0; left = this.#heardAt + ms - this.#clock.now()) {
      await this.#clock.sleep(left, this.signal);
    }
    this.silent = true;
    this.#ended.abort();
  }
}
