import type { Skipped } from '@couplet/volume';
import type { HealthResult, Outcome, RunError, RunEvent, RunResult, Trigger } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import type { Capped } from './capped.ts';
import type { PublicationFacts } from './pickPublication.ts';

/** Objects of a run by what became of them. */
export type Counts = Record<Outcome, number>;

/** A delete that waits for a person. */
export type HeldObject = Pick<RunEvent & { kind: 'object' }, 'id' | 'file' | 'line' | 'reason'>;

/** What is known of one run, as far as it has come. Times are milliseconds since 1970. */
export type RunFacts = {
  run: string;
  trigger: Trigger;
  publication: PublicationFacts;
  /** The publication is quarantined, and this commit is applied in its place. */
  rollback?: { commit: string; tree: string };
  startedAt: number;
  loadedAt?: number;
  checkedAt?: number;
  endedAt?: number;
  result?: RunResult;
  /** Manifests in the tree. */
  objects?: number;
  /** Objects that the plan applies or deletes; absent before there is a plan. */
  steps?: number;
  /** Objects of which an event told the outcome, and those that the plan leaves alone, which have none. */
  counts: Counts;
  errors: Capped<RunError>;
  warnings: Capped<RunError>;
  skipped: Capped<Skipped>;
  notes: Capped<Note>;
  held: Capped<HeldObject>;
  /** By which a person can release what is held. */
  heldPlan?: string;
  /** What was applied is waited for: how many objects are current, and for which one. */
  settling?: { objects: number; current: number; message?: string };
  /** Since when what was applied is healthy, or is not. */
  health?: { result: HealthResult; at: number; errors: Capped<RunError> };
  /** To the API server. */
  requests?: number;
};
