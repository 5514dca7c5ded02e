export type BackoffOptions = {
  /** Upper bound of the first delay in milliseconds; default 1,000. */
  first?: number;
  /** Upper bound of every delay in milliseconds; default 60,000. */
  max?: number;
  /** Growth of the upper bound from one delay to the next; default 2. */
  factor?: number;
  /** A number in [0, 1); default Math.random. */
  random?: () => number;
};

/**
 * Delays in milliseconds between tries that fail, with full jitter: each is drawn between 0 and a growing bound, so that
 * many programs that failed together do not come back together.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoff(options: BackoffOptions = {}): { next(): number; reset(): void } {
  const { first = 1_000, max = 60_000, factor = 2, random = Math.random } = options;
  let bound = Math.min(first, max);
  return {
    next() {
      const delay = random() * bound;
      bound = Math.min(bound * factor, max);
      return delay;
    },
    reset() {
      bound = Math.min(first, max);
    },
  };
}
