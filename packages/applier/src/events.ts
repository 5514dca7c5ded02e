import type { Publication, Skipped } from '@couplet/volume';
import type { Note } from './load/manifest.ts';

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

/** Why a pass ran: a new publication, the resync interval, the start of the program, or a retry after an error. */
export type Trigger = 'publication' | 'resync' | 'start' | 'retry';

/**
 * How a run ended. `failed`: errors kept something from being applied. `stalled`: there is nothing to apply from.
 * `held`: everything was applied, but deletes wait for a person. `superseded`: a newer publication ended it early.
 */
export type RunResult = 'applied' | 'failed' | 'stalled' | 'held' | 'superseded';

/** Execution as data: status, page, metrics and log are folds over these. Times (`at`) are milliseconds since 1970. */
export type RunEvent = { environment: string; run: string; at: number } & (
  | { kind: 'started'; trigger: Trigger; publication: Publication }
  | { kind: 'loaded'; changedFiles: number; manifests: number; errors: RunError[]; skipped: Skipped[]; notes: Note[] }
  | { kind: 'planned'; apply: number; prune: number; unchanged: number; held: number; errors: RunError[] }
  | { kind: 'checked'; objects: number; errors: RunError[] }
  | { kind: 'object'; id: string; outcome: Outcome; file?: string; line?: number; reason?: string; error?: RunError }
  | { kind: 'warned'; error: RunError }
  | { kind: 'ended'; result: RunResult; requests: number; errors: RunError[] }
);

/** What is true of an environment apart from its runs. */
export type EnvironmentEvent = { environment: string; at: number } & (
  | { kind: 'configured'; suspend: boolean }
  | { kind: 'removed' }
  /** The publication cannot be read or trusted: what was applied stays. */
  | { kind: 'unreadable'; error: RunError }
);

export type ApplierEvent = RunEvent | EnvironmentEvent;
