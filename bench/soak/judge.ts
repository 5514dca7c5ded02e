import { percentile } from '../../test/support/percentile.ts';
import { growing, type Sample } from './sample.ts';

export type Verdict = { what: string; first: number; last: number; peak: number; allowed: number; grew: boolean };

/** What a thing may have more at the end than after the first third: retention and caches fill up, and garbage comes and goes. */
const slack: Readonly<Record<(typeof growing)[number], { times: number; plus: number }>> = {
  'sync: open files': { times: 1, plus: 10 },
  'sync: MiB': { times: 1.1, plus: 8 },
  'applier: open files': { times: 1, plus: 10 },
  'applier: MiB': { times: 1.1, plus: 8 },
  'applier: connections': { times: 1, plus: 10 },
  // Retention counts publications and minutes, so that the number swings with the pace of pushes.
  'trees on the volume': { times: 1.5, plus: 50 },
  'entries in tmp': { times: 1, plus: 10 },
  // They pile up until a fresh fetch swaps them all for one.
  packs: { times: 1, plus: 250 },
};

/** Compares the last third of the samples with the middle one; the first is for warming up. */
export function judge(samples: readonly Sample[]): Verdict[] {
  const third = Math.floor(samples.length / 3);
  const [middle, end] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  return growing.map((what) => {
    const typical = (some: readonly Sample[]): number =>
      percentile(
        some.map((sample) => sample[what]),
        50,
      );
    const [first, last] = [typical(middle), typical(end)];
    const { times, plus } = slack[what];
    const allowed = Math.round(first * times + plus);
    const peak = Math.max(...samples.map((sample) => sample[what]));
    return { what, first, last, peak, allowed, grew: last > allowed };
  });
}
