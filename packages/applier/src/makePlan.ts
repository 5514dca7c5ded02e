import { discoverKinds, type Discovered } from './apply/discoverKinds.ts';
import { heldPlanId } from './control/heldPlanId.ts';
import { findOwners } from './findOwners.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Kinds } from './plan/kinds.ts';
import { plan, type ApplyStep, type Plan } from './plan/plan.ts';
import type { Run } from './run.ts';

/** The plan together with the kinds of the cluster for which it was made. */
export type MadePlan = Plan & { kinds: Kinds };

/** Hands the pure plan what the pass knows, and announces what it says. A kind that is unknown may only be new: look once more. */
export async function makePlan(
  deps: PassDeps,
  state: PassState,
  discovered: Discovered,
  run: Run & { approved: string | undefined },
): Promise<MadePlan> {
  const commit = run.target.commit.slice(0, 7);
  const resting = state.drift.guard.resting(deps.clock.now());
  let made = drawPlan(deps, state, discovered.kinds, { commit, resting });
  if (made.errors.some(({ code }) => code === 'unknown-kind')) {
    state.discovered = await discoverKinds(run.api, run.signal, discovered);
    made = drawPlan(deps, state, state.discovered.kinds, { commit, resting });
  }
  if (await findOwners(deps, run, newIn(made))) made = drawPlan(deps, state, made.kinds, { commit, resting });
  const isMember = (id: string): boolean => state.members.members.has(id);
  deps.claims.planned(
    deps.environment.name,
    newIn(made).map(({ id }) => id),
    isMember,
  );
  const held = heldIn(made, deps, state);
  const isReleased = held !== undefined && held === run.approved;
  deps.control.heldPlan = isReleased ? undefined : held;
  if (isReleased) {
    const { kinds } = made;
    made = drawPlan(deps, state, kinds, { commit, resting, released: true });
  }
  announce(made, run, deps.control.heldPlan);
  return made;
}

function newIn({ apply }: Plan): ApplyStep[] {
  return apply.filter(({ reason }) => reason === 'new');
}

/** The name of the deletes that wait for a person. */
function heldIn({ kept }: Plan, { environment }: PassDeps, { members }: PassState): string | undefined {
  const held = kept.filter(({ outcome }) => outcome === 'held').flatMap(({ id }) => members.members.get(id) ?? []);
  return held.length === 0 ? undefined : heldPlanId(environment.name, members.parent.id, held);
}

/** The plan as of now, without a word to anybody. `resting` are objects whose drift is left alone for a while. */
export function drawPlan(
  { environment, ownNamespace, claims }: PassDeps,
  state: PassState,
  kinds: Kinds,
  { commit, resting, released = false }: { commit: string; resting: ReadonlySet<string>; released?: boolean },
): MadePlan {
  const { gate, drift, namespace, prune, pruneLimit, path } = environment;
  const planned = plan({
    files: state.index.files(),
    memory: state.planned,
    faults: state.index.faults(),
    live: state.members.members,
    kinds,
    namespace,
    gate,
    drift,
    rules: { prune, pruneLimit, ownNamespace, released },
    place: `${path === '' ? 'the repository' : path} at commit ${commit}`,
    ...(claims.owners !== undefined && { claims: { environment: environment.name, owners: claims.owners } }),
    resting,
    present: state.present,
  });
  return { ...planned, kinds };
}

function announce({ apply, prune, unchanged, kept, errors }: Plan, run: Run, heldPlan: string | undefined): void {
  const held = kept.filter(({ outcome }) => outcome === 'held').length;
  run.tell({
    kind: 'planned',
    apply: apply.length,
    prune: prune.length,
    unchanged,
    held,
    ...(heldPlan !== undefined && { heldPlan }),
    errors,
  });
  for (const { id, outcome, reason } of kept) run.tell({ kind: 'object', id, outcome, reason });
  for (const error of errors) {
    if (error.id !== undefined) run.tell({ kind: 'object', id: error.id, outcome: 'failed', error });
  }
}
