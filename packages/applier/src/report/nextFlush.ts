/** Milliseconds in which events of one environment are gathered before the first is told. */
const gathering = 10;
const gap = 100;
const window = 1_000;
const mostFlushes = 3;

/**
 * When the changes of an environment are told next, in milliseconds since 1970: at most three times within a second and
 * 100 ms apart, so that a short run is seen from its start to its end and a long one costs each client little.
 * `flushes`: when they were told before, oldest first.
 */
export function nextFlush(flushes: readonly number[], now: number): number {
  const oldest = flushes.at(-mostFlushes);
  const latest = flushes.at(-1);
  return Math.max(now + gathering, oldest === undefined ? 0 : oldest + window, latest === undefined ? 0 : latest + gap);
}
