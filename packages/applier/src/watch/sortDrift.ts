import type { Drift } from '../events.ts';
import type { ManifestEntry } from '../load/manifest.ts';
import { drawPlan } from '../makePlan.ts';
import type { PassDeps, PassState } from '../passContext.ts';
import type { Kinds } from '../plan/kinds.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { DriftItem } from './driftLedger.ts';
import { fightError, leftAlone, tellDrift } from './tellDrift.ts';

/** What to apply now, by object id, and what is told of the others; those that rest or wait stay in the ledger. */
export type SortedDrift = { steps: Map<string, { step: ApplyStep; item: DriftItem }>; told: Drift[] };

/** Drops what a run has to deal with: an object that left the repository, or whose manifest is a newer one. */
export async function sortDrift(deps: PassDeps, state: PassState, kinds: Kinds): Promise<SortedDrift> {
  const made = drawPlan(deps, state, kinds, { commit: '', resting: new Set() });
  const planned = new Map(made.apply.map((step) => [step.id, step]));
  const detected = new Map(made.drifted.map(({ id, entry }) => [id, entry]));
  const sorted: SortedDrift = { steps: new Map(), told: [] };
  for (const item of state.drift.items()) {
    const step = planned.get(item.id);
    const entry = step?.entry ?? detected.get(item.id);
    if (entry === undefined || item.digest !== entry.digest) {
      state.drift.drop(item.id);
      continue;
    }
    const left = await leave(deps, state, item, entry);
    if (left === 'correct') {
      if (step !== undefined) sorted.steps.set(item.id, { step, item });
    } else if (left !== undefined) sorted.told.push(left);
  }
  return sorted;
}

/** `correct`, or what is told of an object that is left alone; undefined when that was told already or is only a pause. */
async function leave(
  { environment, clock }: PassDeps,
  { drift, held, index }: PassState,
  item: DriftItem,
  entry: ManifestEntry,
): Promise<Drift | 'correct' | undefined> {
  const { guard } = drift;
  const now = clock.now();
  const until = guard.restsUntil(item.id, entry.digest, now);
  const detect = environment.drift === 'detect';
  if (!detect && held !== true && until === undefined) return 'correct';
  if (detect) drift.drop(item.id);
  if (item.leftTold === true || (!detect && held !== true && !guard.fights(item.id, now))) return undefined;
  item.leftTold = true;
  const facts = await tellDrift(item, entry, (read) => index.readBody(read));
  if (detect) return { ...facts, corrected: false, error: leftAlone(facts, 'drift is detect') };
  if (until === undefined) return { ...facts, corrected: false, error: leftAlone(facts, 'deletes wait for a person') };
  return { ...facts, corrected: false, error: fightError(facts, guard.corrections(item.id), until - now) };
}
