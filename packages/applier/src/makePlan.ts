import { discoverKinds, type Discovered } from './apply/discoverKinds.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Kinds } from './plan/kinds.ts';
import { plan, type Plan } from './plan/plan.ts';
import type { Run } from './run.ts';

/** The plan together with the kinds of the cluster for which it was made. */
export type MadePlan = Plan & { kinds: Kinds };

/** Hands the pure plan what the pass knows, and announces what it says. A kind that is unknown may only be new: look once more. */
export async function makePlan(deps: PassDeps, state: PassState, discovered: Discovered, run: Run): Promise<MadePlan> {
  const commit = run.publication.commit.slice(0, 7);
  const resting = state.drift.guard.resting(deps.clock.now());
  let made = drawPlan(deps, state, discovered.kinds, { commit, resting });
  if (made.errors.some(({ code }) => code === 'unknown-kind')) {
    state.discovered = await discoverKinds(run.api, run.signal);
    made = drawPlan(deps, state, state.discovered.kinds, { commit, resting });
  }
  announce(made, run);
  return made;
}

/** The plan as of now, without a word to anybody. `resting` are objects whose drift is left alone for a while. */
export function drawPlan(
  { environment, ownNamespace }: PassDeps,
  state: PassState,
  kinds: Kinds,
  { commit, resting }: { commit: string; resting: ReadonlySet<string> },
): MadePlan {
  const { gate, drift, namespace, prune, pruneLimit, path } = environment;
  const planned = plan({
    entries: state.index.entries(),
    faults: state.index.faults(),
    live: state.members.members,
    kinds,
    namespace,
    gate,
    drift,
    rules: { prune, pruneLimit, ownNamespace },
    place: `${path === '' ? 'the repository' : path} at commit ${commit}`,
    resting,
    present: state.present,
  });
  return { ...planned, kinds };
}

function announce({ apply, prune, unchanged, kept, errors }: Plan, run: Run): void {
  const held = kept.filter(({ outcome }) => outcome === 'held').length;
  run.tell({ kind: 'planned', apply: apply.length, prune: prune.length, unchanged, held, errors });
  for (const { id, outcome, reason } of kept) run.tell({ kind: 'object', id, outcome, reason });
  for (const error of errors) {
    if (error.id !== undefined) run.tell({ kind: 'object', id: error.id, outcome: 'failed', error });
  }
}
