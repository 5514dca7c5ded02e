import type { Publication, Skipped } from '@couplet/volume';
import type { Note, Source } from './load/manifest.ts';
import type { CommitAndTree, Remembered } from './memory/remembered.ts';
import type { GitFacts } from './syncState/gitFacts.ts';

/** What became of one object in a run. */
export const outcomes = ['created', 'configured', 'unchanged', 'deleted', 'skipped', 'held', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a person is told when something is wrong; absent facts are absent keys. */
export type RunError = {
  /** Stable, kebab-case; each has an entry in docs/errors.md. */
  code: string;
  message: string;
  /** Object id, `Kind.group/namespace/name`. */
  id?: string;
  /** From the root of the repository. */
  file?: string;
  line?: number;
  document?: number;
  field?: string;
  manager?: string;
};

/**
 * Why a pass ran: a new publication, the resync interval, the start of the program, a retry after an error, a degraded
 * commit that gives way, or a person who asked for it or whose suspension came to its end.
 */
export type Trigger = 'publication' | 'resync' | 'start' | 'retry' | 'rollback' | 'run' | 'approve' | 'resume';

/** The published commit is quarantined, and this one is applied in its place. */
export type Rollback = CommitAndTree & { error: RunError };

/**
 * How a run ended. `failed`: errors kept something from being applied. `stalled`: there is nothing to apply from.
 * `held`: everything was applied, but deletes wait for a person. `superseded`: a newer publication ended it early.
 */
export type RunResult = 'applied' | 'failed' | 'stalled' | 'held' | 'superseded';

/** `degraded`: an object of the publication did not become healthy in time, or failed for good. */
export type HealthResult = 'healthy' | 'degraded';

/** Execution as data: status, page, metrics and log are folds over these. Times (`at`) are milliseconds since 1970. */
export type RunEvent = { environment: string; run: string; at: number } & (
  | { kind: 'started'; trigger: Trigger; publication: Publication; rollback?: Rollback }
  | { kind: 'loaded'; changedFiles: number; manifests: number; errors: RunError[]; skipped: Skipped[]; notes: Note[] }
  /** `heldPlan`: the hash by which a person can release the deletes that are held. */
  | {
      kind: 'planned';
      apply: number;
      prune: number;
      unchanged: number;
      held: number;
      heldPlan?: string;
      errors: RunError[];
    }
  | { kind: 'checked'; objects: number; errors: RunError[] }
  | { kind: 'object'; id: string; outcome: Outcome; file?: string; line?: number; reason?: string; error?: RunError }
  | { kind: 'warned'; error: RunError }
  | { kind: 'ended'; result: RunResult; requests: number; errors: RunError[] }
  /** After `ended`: what was applied is waited for. `message` says what is waited for; `requests` since the event before. */
  | { kind: 'settling'; objects: number; current: number; message?: string; requests: number }
  /** After `ended`, again whenever a degraded environment was looked at once more; `same`: nothing has changed since. */
  | { kind: 'settled'; result: HealthResult; errors: RunError[]; objects: number; requests: number; same: boolean }
);

/** An object that somebody else changed or deleted, and whether it is as in the repository again. */
export type Drift = {
  id: string;
  /** The manager that has most of the fields now; absent when they were removed. */
  manager?: string;
  /** What Couplet owned before, `.spec.replicas`; at most 20. */
  fields: string[];
  /** Somebody deleted the object. */
  deleted?: boolean;
  corrected: boolean;
  /** Why it was not corrected. */
  error?: RunError;
  source: Source;
};

/** What is true of an environment apart from its runs. */
export type EnvironmentEvent = { environment: string; at: number } & (
  | { kind: 'configured'; suspend: boolean }
  | { kind: 'removed' }
  /** Passes do not run here: another applier holds the lease, or it cannot be asked for. */
  | { kind: 'standby'; error: RunError }
  /** What is remembered across restarts, whenever it was read or changed. */
  | { kind: 'remembered'; facts: Pick<Remembered, 'healthy' | 'suspended' | 'quarantine'> }
  /** What RBAC does not allow of all that the environment may need; empty when everything is there. */
  | { kind: 'reviewed'; missing: RunError[] }
  /** The publication cannot be read or trusted: what was applied stays. */
  | { kind: 'unreadable'; error: RunError }
  /** `requests`: to the API server, to correct them. */
  | { kind: 'drifted'; objects: Drift[]; requests: number }
  /** These were told and not corrected, and are as in the repository now; or nobody fights for them any more. */
  | { kind: 'resolved'; ids: string[] }
  /** Members that are being deleted and are still there, whenever that changes; `since` is ISO 8601. */
  | { kind: 'deleting'; objects: { id: string; since?: string }[] }
  /** Watches that are open, whenever that changes; `problem` says why something is not watched. */
  | { kind: 'watching'; watches: number; problem?: RunError }
  /** How news from git come in, whenever that changes; `same`: the state is as before. */
  | { kind: 'git'; facts: GitFacts; same: boolean }
);

export type ApplierEvent = RunEvent | EnvironmentEvent;
