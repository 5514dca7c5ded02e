import { mostPacks } from '../../packages/sync/src/fetch/mostPacks.ts';
import { halves } from './halves.ts';
import type { Sample } from './sample.ts';
import type { Verdict } from './verdict.ts';

// Of a fresh fetch that faults hinder until it succeeds; each try comes with one pack more.
const hindered = 50;

/** Packs pile up, one for each publication, until a fresh fetch swaps them all for one. */
export function judgePacks(samples: readonly Sample[]): Verdict {
  const { before, after, peak } = halves(samples, ({ counts }) => counts.packs);
  const allowed = mostPacks + hindered;
  const figures = { what: 'packs', before, after, peak, allowed };
  if (peak > allowed) return { ...figures, kind: 'grew', finds: 'one swap left out' };
  const publications = samples.at(-1)?.publications ?? 0;
  if (publications > allowed) return { ...figures, kind: 'steady', finds: 'one swap left out' };
  const note = `they are swapped for one at ${mostPacks}, and ${publications} publications were seen; more than ${allowed} judge it`;
  return { ...figures, kind: 'not judged', note };
}
