import { discoverKinds, type Discovered } from './apply/discoverKinds.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Run } from './run.ts';
import { judgeListed } from './watch/judgeListed.ts';

/**
 * Kinds and members are read once, and again on a resync: between them an unchanged object costs no request. The kinds are
 * asked for at once; the function that is answered does the rest, which needs the manifests.
 */
export function observeCluster(deps: PassDeps, state: PassState, run: Run, resync: boolean): () => Promise<Discovered> {
  const { discovered } = state;
  if (discovered !== undefined && state.members.known && !resync) return async () => discovered;
  const discovering = discoverKinds(run.api, run.signal, discovered);
  // Whoever finds the manifests damaged does not wait for it.
  discovering.catch(() => {});
  return async () => readMembers(deps, state, run, await discovering);
}

async function readMembers(deps: PassDeps, state: PassState, run: Run, discovered: Discovered): Promise<Discovered> {
  const { members, drift, index, planned } = state;
  // The plan that follows finds them resolved.
  const { objects } = planned.definitions.update(index.files(), discovered.kinds, deps.environment.namespace);
  const judge = judgeListed({
    members,
    drift,
    expected: (id) => objects.get(id)?.entry,
    readBody: (entry) => index.readBody(entry),
  });
  const before = members.members;
  state.present.clear();
  const warnings = await members.read(run.api, discovered, run.signal, judge);
  for (const live of before.values()) if (!members.members.has(live.id)) drift.deleted(live);
  for (const error of warnings) run.tell({ kind: 'warned', error });
  const owned = [...members.members.values()].filter((live) => live.owned);
  deps.claims.listed(
    deps.environment.name,
    owned.map(({ id }) => id),
  );
  state.discovered = discovered;
  return discovered;
}
