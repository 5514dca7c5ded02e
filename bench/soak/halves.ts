import { percentile } from '../../test/support/percentile.ts';
import type { Sample } from './sample.ts';

export type Halves = {
  readonly before: number;
  readonly after: number;
  readonly peak: number;
  /** Minutes from the middle of the one to that of the other. */
  readonly minutes: number;
};

// A median of fewer is that of chance.
const fewest = 10;

/**
 * Medians of the two halves of what was sampled after the first third, or after `warmUp` milliseconds if that is later; and
 * whether there are enough samples to compare them.
 */
export function halves(
  samples: readonly Sample[],
  value: (sample: Sample) => number,
  warmUp = 0,
): Halves & { readonly enough: boolean } {
  const end = samples.at(-1)?.at ?? 0;
  const begin = Math.max(end / 3, warmUp);
  const rest = samples.filter(({ at }) => at >= begin);
  const middle = Math.floor(rest.length / 2);
  const median = (some: readonly Sample[]): number => percentile(some.map(value), 50);
  return {
    before: median(rest.slice(0, middle)),
    after: median(rest.slice(middle)),
    peak: Math.max(0, ...samples.map(value)),
    minutes: (end - begin) / 2 / 60_000,
    enough: middle >= fewest,
  };
}
