import { discoverKinds, type Discovered } from './apply/discoverKinds.ts';
import type { PassState } from './passContext.ts';
import type { Run } from './run.ts';

/** Kinds and members are read once, and again on a resync: between them an unchanged object costs no request. */
export async function observeCluster(state: PassState, run: Run, resync: boolean): Promise<Discovered> {
  if (state.discovered !== undefined && state.members.known && !resync) return state.discovered;
  const discovered = await discoverKinds(run.api, run.signal);
  const warnings = await state.members.read(run.api, discovered, run.signal);
  for (const error of warnings) run.tell({ kind: 'warned', error });
  state.discovered = discovered;
  return discovered;
}
