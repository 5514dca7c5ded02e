import type { Skipped } from '@couplet/volume';
import type { RunError, Trigger } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import type { Capped } from './capped.ts';
import type { EnvironmentState } from './environmentState.ts';
import type { PublicationFacts } from './pickPublication.ts';
import type { Counts, HeldObject, RunFacts } from './runFacts.ts';
import { runStages, type Stage } from './runStages.ts';

/** `healthy`, `degraded` and `rolled-back` need settling, which does not exist yet: they are never claimed. */
export const states = [
  'waiting',
  'running',
  'applied',
  'healthy',
  'degraded',
  'failed',
  'held',
  'stalled',
  'suspended',
  'rolled-back',
] as const;
export type State = (typeof states)[number];

/**
 * The answer of `GET /api/environments/<name>`. Absent facts are absent keys, times are ISO 8601. While a run goes on,
 * `published` and the keys from `run` to `stages` are of that run, and everything after them is of the last run that ended.
 */
export type EnvironmentStatus = {
  name: string;
  state: State;
  suspended: boolean;
  repository?: string;
  ref?: string;
  published?: { commit: string; subject: string; author: string; at: string; committedAt: string };
  /** The commit that the cluster holds and when it first held it; with state `held`, apart from its deletes. */
  applied?: { commit: string; at: string };
  run?: string;
  trigger?: Trigger;
  startedAt?: string;
  endedAt?: string;
  stages?: Stage[];
  /** Only while a run goes on and its plan is known: steps done, of all. */
  progress?: { done: number; of: number };
  counts?: Counts;
  errors?: RunError[];
  /** What went another way than the repository asks and kept nothing from being applied. */
  warnings?: RunError[];
  held?: { objects: HeldObject[] };
  /** Manifests in the tree. */
  objects?: number;
  skipped?: Skipped[];
  notes?: Note[];
  /** To the API server. */
  requests?: number;
  /** How many items the bounded lists left out, at least. */
  more?: { errors?: number; warnings?: number; held?: number; skipped?: number; notes?: number };
};

/** What there is to say about an environment. */
export function environmentStatus(state: EnvironmentState): EnvironmentStatus {
  const { running, ended, unreadable } = state;
  const current = running ?? ended;
  return {
    name: state.name,
    state: stateOf(state),
    suspended: state.suspended,
    ...(current && publicationKeys(current.publication)),
    ...(state.applied && { applied: { commit: state.applied.commit, at: iso(state.applied.at) } }),
    ...(current && runKeys(current)),
    ...(ended ? endedKeys(ended, unreadable) : unreadable && { errors: [unreadable] }),
  };
}

/** A run that goes on comes first, then what keeps runs from happening, then how the last one ended. */
export function stateOf({ running, suspended, unreadable, ended }: EnvironmentState): State {
  if (running !== undefined) return 'running';
  if (suspended) return 'suspended';
  if (unreadable !== undefined) return 'stalled';
  return ended?.result === undefined || ended.result === 'superseded' ? 'waiting' : ended.result;
}

function publicationKeys(publication: PublicationFacts): Partial<EnvironmentStatus> {
  const { repository, ref, commit, subject, author, publishedAt: at, committedAt } = publication;
  return { repository, ref, published: { commit, subject, author, at, committedAt } };
}

function runKeys(facts: RunFacts): Partial<EnvironmentStatus> {
  const { created, configured, deleted, failed } = facts.counts;
  return {
    run: facts.run,
    trigger: facts.trigger,
    startedAt: iso(facts.startedAt),
    ...(facts.endedAt !== undefined && { endedAt: iso(facts.endedAt) }),
    stages: runStages(facts),
    ...(facts.endedAt === undefined &&
      facts.steps !== undefined && { progress: { done: created + configured + deleted + failed, of: facts.steps } }),
  };
}

function endedKeys(facts: RunFacts, unreadable: RunError | undefined): Partial<EnvironmentStatus> {
  const more = {
    ...moreOf('errors', facts.errors),
    ...moreOf('warnings', facts.warnings),
    ...moreOf('held', { ...facts.held, more: facts.counts.held - facts.held.items.length }),
    ...moreOf('skipped', facts.skipped),
    ...moreOf('notes', facts.notes),
  };
  return {
    counts: facts.counts,
    errors: [...(unreadable === undefined ? [] : [unreadable]), ...shownErrors(facts.errors)],
    warnings: [...facts.warnings.items],
    ...(facts.counts.held > 0 && { held: { objects: [...facts.held.items] } }),
    ...(facts.objects !== undefined && { objects: facts.objects }),
    skipped: [...facts.skipped.items],
    notes: [...facts.notes.items],
    ...(facts.requests !== undefined && { requests: facts.requests }),
    ...(Object.keys(more).length > 0 && { more }),
  };
}

function shownErrors({ items, more }: Capped<RunError>): RunError[] {
  if (more === 0) return [...items];
  const message = `Cannot show every error: at most ${items.length} are kept, found ${more} more`;
  return [...items, { code: 'too-many-errors', message }];
}

function moreOf(key: string, { more }: Capped<unknown>): Record<string, number> {
  return more > 0 ? { [key]: more } : {};
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
