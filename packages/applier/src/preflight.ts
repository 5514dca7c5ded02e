import { describeAccess } from './access/describeAccess.ts';
import { neededAccess, type Place } from './access/neededAccess.ts';
import { placeOf } from './access/placeOf.ts';
import { reviewAccess } from './access/reviewAccess.ts';
import type { MadePlan } from './makePlan.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Run } from './run.ts';

/**
 * Asks beside the pass whether RBAC allows everything that the repository needs, and tells what is missing: at the first
 * plan, at each full pass, and when something is applied that needs a right which nobody asked about before.
 */
export function preflight(
  deps: PassDeps,
  state: PassState,
  run: Run,
  { plan, full }: { plan: MadePlan; full: boolean },
): void {
  const { reviewed } = state;
  if (!full && reviewed !== undefined && plan.apply.every((step) => reviewed.has(placeOf(step).key))) return;
  const places = placesOf(state);
  state.reviewed = new Set(places.keys());
  void review(deps, state, { places, signal: run.signal });
}

function placesOf({ planned }: PassState): Map<string, Place> {
  return new Map(
    Iterator.from(planned.definitions.objects.values()).map((object) => {
      const { key, place } = placeOf(object);
      return [key, place];
    }),
  );
}

async function review(
  { api, environment, ownNamespace, clock, record }: PassDeps,
  state: PassState,
  { places, signal }: { places: Map<string, Place>; signal: AbortSignal },
): Promise<void> {
  const { reviewed } = state;
  try {
    const needed = neededAccess(places.values(), { prune: environment.prune, ownNamespace });
    const missing = await reviewAccess(api, needed, signal);
    if (state.reviewed !== reviewed || signal.aborted) return;
    // Somebody may be about to add the rule: what is missing is asked for again by the next pass, not only by a full one.
    if (missing.length > 0) delete state.reviewed;
    const errors = missing.map((access) => ({ code: 'missing-access', message: describeAccess(access) }));
    record({ kind: 'reviewed', environment: environment.name, at: clock.now(), missing: errors });
  } catch {
    // It only foretells what the pass finds out anyway; the next one asks again.
    if (state.reviewed === reviewed) delete state.reviewed;
  }
}
