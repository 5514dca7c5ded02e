import type { Skipped } from '@couplet/volume';
import type { RunError, Trigger } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import type { GitFacts } from '../syncState/gitFacts.ts';
import type { Capped } from './capped.ts';
import { clusterKeys, clusterWarnings, type ClusterKeys } from './clusterKeys.ts';
import type { EnvironmentState } from './environmentState.ts';
import { errorsOf } from './errorsOf.ts';
import type { Quarantine, Suspension } from './memoryFacts.ts';
import type { PublicationFacts } from './pickPublication.ts';
import type { Counts, HeldObject, RunFacts } from './runFacts.ts';
import { runStages, type Stage } from './runStages.ts';

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
export type EnvironmentStatus = ClusterKeys & {
  name: string;
  state: State;
  /** By the configuration, or by a person: then with the key `suspension`. */
  suspended: boolean;
  /** `until`: it goes on by itself then. */
  suspension?: Suspension;
  /** This commit is not tried again until a newer one is published or a person asks for a run. */
  quarantine?: Quarantine;
  /** How news from git come in: whether `published` can be the newest. */
  git?: GitFacts;
  repository?: string;
  ref?: string;
  published?: { commit: string; tree: string; subject: string; author: string; at: string; committedAt: string };
  /** The commit that the cluster holds and when it first held it; with state `held`, apart from its deletes. */
  applied?: { commit: string; tree: string; at: string };
  /** The last commit of which everything was healthy, and since when. */
  healthy?: { commit: string; tree: string; at: string };
  run?: string;
  trigger?: Trigger;
  startedAt?: string;
  endedAt?: string;
  stages?: Stage[];
  /**
   * While a run goes on and its plan is known: steps done, of all. While what was applied is waited for: objects that are
   * healthy, of all that are waited for, and which one is not (`waiting for Deployment.apps/shop/web: …`).
   */
  progress?: { done: number; of: number; message?: string };
  counts?: Counts;
  /** Of the run; with state `degraded`, one for each object that is not healthy. */
  errors?: RunError[];
  /** What went another way than the repository asks and kept nothing from being applied. */
  warnings?: RunError[];
  /** `plan` is what `POST …/approve` wants to hear. */
  held?: { plan?: string; objects: HeldObject[] };
  /** Manifests in the tree. */
  objects?: number;
  skipped?: Skipped[];
  notes?: Note[];
  /** To the API server. */
  requests?: number;
  /** How many items the bounded lists left out, at least. */
  more?: { errors?: number; warnings?: number; held?: number; skipped?: number; notes?: number; deleting?: number };
};

/** What there is to say about an environment. */
export function environmentStatus(state: EnvironmentState): EnvironmentStatus {
  const { running, ended, suspension, quarantine } = state;
  const [blocked] = blockedBy(state);
  const current = running ?? ended;
  return {
    name: state.name,
    state: stateOf(state),
    ...(state.git !== undefined && { git: state.git }),
    suspended: state.suspended || suspension !== undefined,
    ...(suspension && { suspension }),
    ...(quarantine && { quarantine }),
    ...(current && publicationKeys(current.publication)),
    ...(state.applied && { applied: { ...state.applied, at: iso(state.applied.at) } }),
    ...(state.healthy && { healthy: { ...state.healthy, at: iso(state.healthy.at) } }),
    ...(current && runKeys(current)),
    ...(ended ? endedKeys(ended, state) : blocked && { errors: [blocked] }),
    ...(state.cluster && clusterKeys(state.cluster)),
  };
}

/** A run that goes on comes first, then what keeps runs from happening, then how the last one ended. */
export function stateOf(state: EnvironmentState): State {
  const { running, unreadable, ended } = state;
  if (running !== undefined) return 'running';
  if (state.suspended || state.suspension !== undefined) return 'suspended';
  if (state.standby !== undefined) return 'waiting';
  if (unreadable !== undefined) return 'stalled';
  if (ended?.result === undefined || ended.result === 'superseded') return 'waiting';
  if (ended.rollback !== undefined && (ended.result === 'applied' || ended.result === 'held')) return 'rolled-back';
  if (ended.health?.result === 'degraded') return 'degraded';
  // Deletes that wait for a person stay in sight; the key `healthy` tells the rest.
  return ended.health?.result === 'healthy' && ended.result === 'applied' ? 'healthy' : ended.result;
}

function publicationKeys(publication: PublicationFacts): Partial<EnvironmentStatus> {
  const { repository, ref, commit, tree, subject, author, publishedAt: at, committedAt } = publication;
  return { repository, ref, published: { commit, tree, subject, author, at, committedAt } };
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
    ...(facts.settling !== undefined && { progress: settlingProgress(facts.settling) }),
  };
}

function settlingProgress({ objects, current, message }: NonNullable<RunFacts['settling']>): {
  done: number;
  of: number;
  message?: string;
} {
  return { done: current, of: objects, ...(message !== undefined && { message }) };
}

/** What keeps passes from running at all. */
function blockedBy({ standby, unreadable }: EnvironmentState): RunError[] {
  return [standby, unreadable].filter((error) => error !== undefined);
}

function endedKeys(facts: RunFacts, state: EnvironmentState): Partial<EnvironmentStatus> {
  const { cluster, missing } = state;
  const more = {
    ...moreOf('errors', errorsOf(facts)),
    ...moreOf('warnings', facts.warnings),
    ...moreOf('held', { ...facts.held, more: facts.counts.held - facts.held.items.length }),
    ...moreOf('skipped', facts.skipped),
    ...moreOf('notes', facts.notes),
    ...moreOf('deleting', { more: (cluster?.deletingCount ?? 0) - (cluster?.deleting.length ?? 0) }),
  };
  return {
    counts: facts.counts,
    errors: [...blockedBy(state), ...shownErrors(errorsOf(facts))],
    warnings: [
      ...facts.warnings.items,
      ...(missing?.items ?? []),
      ...(cluster === undefined ? [] : clusterWarnings(cluster)),
    ],
    ...(facts.counts.held > 0 && { held: heldKeys(facts) }),
    ...(facts.objects !== undefined && { objects: facts.objects }),
    skipped: [...facts.skipped.items],
    notes: [...facts.notes.items],
    ...(facts.requests !== undefined && { requests: facts.requests }),
    ...(Object.keys(more).length > 0 && { more }),
  };
}

function heldKeys({ held, heldPlan }: RunFacts): NonNullable<EnvironmentStatus['held']> {
  return { ...(heldPlan !== undefined && { plan: heldPlan }), objects: [...held.items] };
}

function shownErrors({ items, more }: Capped<RunError>): RunError[] {
  if (more === 0) return [...items];
  const message = `Cannot show every error: at most ${items.length} are kept, found ${more} more`;
  return [...items, { code: 'too-many-errors', message }];
}

function moreOf(key: string, { more }: Pick<Capped<unknown>, 'more'>): Record<string, number> {
  return more > 0 ? { [key]: more } : {};
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
