import { retention } from '../../packages/sync/src/publish/retention.ts';
import { halves } from './halves.ts';
import { pace } from './pace.ts';
import type { Sample } from './sample.ts';
import type { Verdict } from './verdict.ts';

/** Trees may become as many as are pushed while the retention lasts, and none may outlive it. */
export function judgeTrees(samples: readonly Sample[]): Verdict {
  const { before, after, peak } = halves(samples, ({ trees }) => trees.there);
  const allowed = samples.find(({ trees }) => trees.there === peak)?.trees.allowed ?? 0;
  const figures = { what: 'trees on the volume', before, after, peak, allowed };
  const worst = samples.toSorted((a, b) => b.trees.overdue.length - a.trees.overdue.length)[0];
  if (worst !== undefined && worst.trees.overdue.length > 0) {
    const { overdue, due } = worst.trees;
    const minute = (worst.at / 60_000).toFixed(1);
    const note = `${overdue.length} of ${due} that nothing keeps were there after ${minute} min, one is ${overdue[0]}`;
    return { ...figures, kind: 'grew', finds: 'one', note };
  }
  const due = samples.at(-1)?.trees.due ?? 0;
  if (due === 0) return { ...figures, kind: 'not judged', note: noneDue() };
  return { ...figures, kind: 'steady', finds: 'one', note: `${due} had to be gone, and were` };
}

function noneDue(): string {
  const { youngerThan, lastOfEach } = retention;
  const minutes = Math.ceil((youngerThan + pace.sweepWithin) / 60_000) + 1;
  return (
    `none had to be gone, because the volume keeps those of the last ${lastOfEach} publications and of any younger than ` +
    `${youngerThan / 60_000} min; --minutes ${minutes} or more judges it`
  );
}
