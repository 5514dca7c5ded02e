import { setImmediate } from 'node:timers/promises';

const slice = 5;

/**
 * Small files are read and written with blocking calls, which are five times as fast as others; the pacer hands the
 * event loop back every 5 ms, so that a volume of 50,000 files does not keep a health check waiting.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

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
    await setImmediate();
    this.check();
    this.#since = performance.now();
  }

  check(): void {
    this.#signal?.throwIfAborted();
  }
}
