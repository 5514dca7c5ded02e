import type { ApplierEvent, RunError } from '../events.ts';
import { bound } from './bound.ts';
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
  /** The commit that the cluster holds, and when it first held it (milliseconds since 1970). */
  applied?: { commit: string; at: number };
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

  if (state.running === undefined || state.running.run !== bound(event.run)) return state;
  const run = foldRun(state.running, event);
  return event.kind === 'ended' ? endRun(without(state, 'running'), run, event.at) : { ...state, running: run };
}

function endRun(state: EnvironmentState, run: RunFacts, at: number): EnvironmentState {
  if (run.result === 'superseded') return state;
  const { commit } = run.publication;
  // Held is applied: only deletes are left. A later run of the same commit does not apply it anew.
  const applies = (run.result === 'applied' || run.result === 'held') && state.applied?.commit !== commit;
  return { ...state, ended: run, ...(applies && { applied: { commit, at } }) };
}

function without(state: EnvironmentState, key: 'running' | 'unreadable'): EnvironmentState {
  const rest = { ...state };
  delete rest[key];
  return rest;
}
