import { discoverKinds, type Discovered } from './apply/discoverKinds.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Kinds } from './plan/kinds.ts';
import { plan, type Plan } from './plan/plan.ts';
import type { Run } from './run.ts';

/** The plan together with the kinds of the cluster for which it was made. */
export type MadePlan = Plan & { kinds: Kinds };

/** Hands the pure plan what the pass knows, and announces what it says. A kind that is unknown may only be new: look once more. */
export async function makePlan(deps: PassDeps, state: PassState, discovered: Discovered, run: Run): Promise<MadePlan> {
  let made = draw(deps, state, discovered, run);
  if (made.errors.some(({ code }) => code === 'unknown-kind')) {
    state.discovered = await discoverKinds(run.api, run.signal);
    made = draw(deps, state, state.discovered, run);
  }
  announce(made, run);
  return made;
}

function draw({ environment, ownNamespace }: PassDeps, state: PassState, { kinds }: Discovered, run: Run): MadePlan {
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
    place: `${path === '' ? 'the repository' : path} at commit ${run.publication.commit.slice(0, 7)}`,
  });
  return { ...planned, kinds };
}

function announce({ apply, prune, unchanged, kept, errors, drifted }: Plan, run: Run): void {
  const held = kept.filter(({ outcome }) => outcome === 'held').length;
  run.tell({ kind: 'planned', apply: apply.length, prune: prune.length, unchanged, held, errors });
  for (const { id, entry } of drifted) {
    const message = `${id} is not as in the repository: somebody else changed a field, and drift is detect`;
    run.tell({ kind: 'warned', error: { code: 'drifted', message, id, ...entry.source } });
  }
  for (const { id, outcome, reason } of kept) run.tell({ kind: 'object', id, outcome, reason });
  for (const error of errors) {
    if (error.id !== undefined) run.tell({ kind: 'object', id: error.id, outcome: 'failed', error });
  }
}
