/** Time as a parameter: code that waits or stamps takes a clock, so that a test decides when time passes. */
export type Clock = {
  /** Milliseconds since the Unix epoch. It may jump when the host's clock is set. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason` on abort. Infinity waits for the abort alone. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

// setTimeout turns any longer delay into 1 ms.
const longestTimer = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms;
    for (; left > longestTimer; left -= longestTimer) await timer(longestTimer, signal);
    await timer(left, signal);
  },
};

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal?.aborted) {
    reject(signal.reason);
    return promise;
  }
  const onAbort = (): void => {
    clearTimeout(running);
    reject(signal?.reason);
  };
  const running = setTimeout(() => {
    signal?.removeEventListener('abort', onAbort);
    resolve();
  }, ms);
  signal?.addEventListener('abort', onAbort, { once: true });
  return promise;
}
