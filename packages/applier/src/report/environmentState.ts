import type { ApplierEvent, RunError, RunEvent } from '../events.ts';
import { bound } from './bound.ts';
import { append, nothing, type Capped } from './capped.ts';
import { foldCluster, isClusterEvent, type ClusterFacts } from './clusterFacts.ts';
import { foldMemory } from './foldMemory.ts';
import { foldRun, startRun } from './foldRun.ts';
import type { MemoryFacts } from './memoryFacts.ts';
import { pickError } from './pickError.ts';
import type { GitFacts } from '../syncState/gitFacts.ts';
import { pickGit } from './pickGit.ts';
import type { RunFacts } from './runFacts.ts';

/** What is known of one environment. */
export type EnvironmentState = MemoryFacts & {
  name: string;
  suspended: boolean;
  /** The run that is going on. */
  running?: RunFacts;
  /** The last run that came to its end; a superseded run leaves no trace. */
  ended?: RunFacts;
  /** Since the last run started, the publication could not be read or trusted. */
  unreadable?: RunError;
  /** No passes run here, since the last one: another applier holds the lease. */
  standby?: RunError;
  /** The commit that the cluster holds with its tree, and when it first held them (milliseconds since 1970). */
  applied?: { commit: string; tree: string; at: number };
  /** What RBAC does not allow. */
  missing?: Capped<RunError>;
  /** How news from git come in; absent until sync was asked. */
  git?: GitFacts;
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
  if (event.kind === 'standby') return { ...without(state, 'running'), standby: pickError(event.error) };
  if (event.kind === 'reviewed') return { ...state, missing: append(nothing, event.missing, pickError) };
  if (event.kind === 'git') return { ...state, git: pickGit(event.facts) };
  if (event.kind === 'remembered') {
    const { healthy: _, suspension: __, quarantine: ___, ...rest } = state;
    return { ...rest, ...foldMemory(state, event) };
  }
  if (event.kind === 'started') return { ...without(state, 'unreadable', 'standby'), running: startRun(event) };
  if (event.kind === 'settling' || event.kind === 'settled') return settleRun(state, event);

  if (isClusterEvent(event)) return { ...state, cluster: foldCluster(state.cluster, event) };

  if (state.running === undefined || state.running.run !== bound(event.run)) return state;
  const run = foldRun(state.running, event);
  return event.kind === 'ended' ? endRun(without(state, 'running'), run, event.at) : { ...state, running: run };
}

function endRun(state: EnvironmentState, run: RunFacts, at: number): EnvironmentState {
  if (run.result === 'superseded') return state;
  const { commit, tree } = run.rollback ?? run.publication;
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
  const { commit, tree } = ended.rollback ?? ended.publication;
  const isKnown = state.healthy?.commit === commit && state.healthy.tree === tree;
  return { ...state, ended, ...(!isKnown && { healthy: { commit, tree, at: event.at } }) };
}

function without(state: EnvironmentState, ...keys: ('running' | 'unreadable' | 'standby')[]): EnvironmentState {
  const rest = { ...state };
  for (const key of keys) delete rest[key];
  return rest;
}
