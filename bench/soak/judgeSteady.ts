import { retention } from '../../packages/sync/src/publish/retention.ts';
import { halves } from './halves.ts';
import { pace } from './pace.ts';
import type { Counted, Sample } from './sample.ts';
import type { Verdict } from './verdict.ts';

type Rule = {
  /** What there may be more in the second half than in the first: garbage comes and goes. */
  readonly times: number;
  readonly plus: number;
  /** Milliseconds in which it may grow, and why. */
  readonly warmUp?: number;
  readonly fills?: string;
};

const untilSwept = retention.youngerThan + pace.sweepWithin;

export const steadyRules = {
  'sync: open files': { times: 1, plus: 10 },
  'sync: MiB': {
    times: 1.1,
    plus: 8,
    warmUp: untilSwept,
    fills: 'what it keeps of trees and requests adds up',
  },
  'applier: open files': { times: 1, plus: 10 },
  'applier: MiB': { times: 1.1, plus: 8, warmUp: 3 * 60_000, fills: 'the heap finds its size' },
  'applier: connections': { times: 1, plus: 10 },
  // Trees are removed through it, so that nothing goes through it before.
  'entries in tmp': { times: 1, plus: 10 },
} as const satisfies Partial<Record<Counted, Rule>>;

/** What fills up and then stays: compares the two halves of what comes after the warm-up. */
export function judgeSteady(what: keyof typeof steadyRules, samples: readonly Sample[]): Verdict {
  const { times, plus, warmUp = 0, fills }: Rule = steadyRules[what];
  const value = ({ counts }: Sample): number => counts[what];
  const { minutes, enough, ...figures } = halves(samples, value, warmUp);
  if (!enough) {
    const { before, after, peak } = halves(samples, value);
    return { what, kind: 'not judged', before, after, peak, note: tooShort(warmUp, fills) };
  }
  const allowed = Math.round(figures.before * times + plus);
  const finds = `${((allowed - figures.before) / minutes).toFixed(1)} a minute`;
  return { what, kind: figures.after > allowed ? 'grew' : 'steady', ...figures, allowed, finds };
}

function tooShort(warmUp: number, fills: string | undefined): string {
  const minutes = Math.max(1, Math.ceil((warmUp * 1.2) / 60_000));
  const why =
    fills === undefined
      ? 'too few samples'
      : `in the first ${warmUp / 60_000} min ${fills}, and too few samples are later`;
  return `${why}; --minutes ${minutes} or more judges it`;
}
