import { setImmediate } from 'node:timers/promises';

const slice = 5;

/**
 * Small files are read and written with blocking calls, which are five times as fast as others; the pacer hands the
 * event loop back every 5 ms, so that a volume of 50,000 files does not keep a health check waiting.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();
  #resting: Promise<void> | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether this turn has lasted long enough. */
  get due(): boolean {
    return performance.now() - this.#since > slice;
  }

  /** Lets others run. Rejects with the signal's reason once it is aborted. */
  async rest(): Promise<void> {
    this.check();
    // One turn for all that rest: one for each would make the time to the next turn as many slices long.
    this.#resting ??= this.#turn();
    await this.#resting;
    this.check();
  }

  check(): void {
    this.#signal?.throwIfAborted();
  }

  async #turn(): Promise<void> {
    await setImmediate();
    this.#resting = undefined;
    this.#since = performance.now();
  }
}
