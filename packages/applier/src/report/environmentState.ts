import type { ApplierEvent, RunError, RunEvent } from '../events.ts';
import { bound } from './bound.ts';
import { foldCluster, isClusterEvent, type ClusterFacts } from './clusterFacts.ts';
import { foldRun, startRun } from './foldRun.ts';
import { pickError } from './pickError.ts';
import type { RunFacts } from './runFacts.ts';

/** What is known of one environment. */
export type EnvironmentState = {
  name: string;
  suspended: boolean;
  /** The run that is going on. */
  running?: RunFacts;
  /** The last run that came to its end; a superseded run leaves no trace. */
  ended?: RunFacts;
  /** Since the last run started, the publication could not be read or trusted. */
  unreadable?: RunError;
  /** The commit that the cluster holds with its tree, and when it first held them (milliseconds since 1970). */
  applied?: { commit: string; tree: string; at: number };
  /** The last commit that was healthy with its tree, and since when (milliseconds since 1970). */
  healthy?: { commit: string; tree: string; at: number };
  /** What watches tell. */
  cluster?: ClusterFacts;
};

/**
 * The state after an event. An environment exists from `configured` to `removed`: a late event of a run neither brings
 * it back nor changes a newer run.
 */
export function foldEnvironment(
  state: EnvironmentState | undefined,
  event: ApplierEvent,
): EnvironmentState | undefined {
  if (event.kind === 'configured') {
    return { ...(state ?? { name: bound(event.environment) }), suspended: event.suspend };
  }
  if (state === undefined || event.kind === 'removed') return undefined;
  if (event.kind === 'unreadable') return { ...state, unreadable: pickError(event.error) };
  if (event.kind === 'started') return { ...without(state, 'unreadable'), running: startRun(event) };
  if (event.kind === 'settling' || event.kind === 'settled') return settleRun(state, event);

  if (isClusterEvent(event)) return { ...state, cluster: foldCluster(state.cluster, event) };

  if (state.running === undefined || state.running.run !== bound(event.run)) return state;
  const run = foldRun(state.running, event);
  return event.kind === 'ended' ? endRun(without(state, 'running'), run, event.at) : { ...state, running: run };
}

function endRun(state: EnvironmentState, run: RunFacts, at: number): EnvironmentState {
  if (run.result === 'superseded') return state;
  const { commit, tree } = run.publication;
  const isApplied = state.applied?.commit === commit && state.applied.tree === tree;
  // Held is applied: only deletes are left. A later run of the same commit does not apply it anew.
  const applies = (run.result === 'applied' || run.result === 'held') && !isApplied;
  return { ...state, ended: run, ...(applies && { applied: { commit, tree, at } }) };
}

/** Health is of the run that ended last; a run that goes on by then has made it worthless. */
function settleRun(state: EnvironmentState, event: RunEvent & { kind: 'settling' | 'settled' }): EnvironmentState {
  if (state.ended === undefined || state.ended.run !== bound(event.run)) return state;
  const ended = foldRun(state.ended, event);
  if (event.kind !== 'settled' || event.result !== 'healthy') return { ...state, ended };
  const { commit, tree } = ended.publication;
  const isKnown = state.healthy?.commit === commit && state.healthy.tree === tree;
  return { ...state, ended, ...(!isKnown && { healthy: { commit, tree, at: event.at } }) };
}

function without(state: EnvironmentState, key: 'running' | 'unreadable'): EnvironmentState {
  const rest = { ...state };
  delete rest[key];
  return rest;
}
