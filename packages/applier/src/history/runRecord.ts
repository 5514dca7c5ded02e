import type { Publication, Skipped } from '@couplet/volume';
import type { HealthResult, Outcome, RunError, RunResult, Trigger } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import type { Counts } from '../report/runFacts.ts';
import type { Stage } from '../report/runStages.ts';

/** Why a run ran; `drift`: objects that somebody else changed were applied again, and nothing else was looked at. */
export type RunTrigger = Trigger | 'drift';

/** What brought a publication, as sync wrote it. */
export type RunCause = NonNullable<Publication['cause']> & {
  /** Ids of the webhook deliveries, the newest 20. */
  deliveries?: string[];
};

/** What became of one object, and where it stands in the repository. */
export type Change = { id: string; outcome: Outcome; file?: string; line?: number; reason?: string };

/** What a list of the record left out. */
export type RecordMore = { changes?: number; errors?: number; warnings?: number; notes?: number; skipped?: number };

/**
 * One run, as it is kept over restarts and shown. Times are ISO 8601, absent facts are absent keys, every text is bounded,
 * and no value of a manifest is in it.
 */
export type RunRecord = {
  /** `20261121T134205.123Z-1a2b3c4`: sorts by time and names the commit. */
  id: string;
  environment: string;
  trigger: RunTrigger;
  /** Absent for a run that no publication caused. */
  cause?: RunCause;
  publication: Pick<Publication, 'ref' | 'subject' | 'author' | 'committedAt' | 'publishedAt' | 'fetchedAt'> & {
    commit: string;
    tree: string;
    /** When the webhook or the call arrived. */
    receivedAt?: string;
  };
  /** The publication is quarantined, and this commit was applied in its place. */
  rollback?: { commit: string; tree: string };
  startedAt: string;
  /** Absent while it goes on. */
  endedAt?: string;
  result?: RunResult;
  /** Of what was applied, when it was looked at last; `at` is since when. */
  health?: { result: HealthResult; at: string };
  stages: Stage[];
  /** Manifests in the tree. */
  objects?: number;
  counts: Counts;
  /** To the API server. */
  requests?: number;
  /** Steps of the plan; `id` is what `POST …/approve` wants to hear. */
  plan?: { apply: number; prune: number; unchanged: number; held: number; id?: string };
  /** Everything that was not unchanged, in the order it happened; at most 500. */
  changes: Change[];
  /** Of the run; with health `degraded`, of what is not healthy. */
  errors: RunError[];
  warnings: RunError[];
  notes: Note[];
  skipped: Skipped[];
  /** How many items the lists left out, at least. */
  more?: RecordMore;
  /** The same run ended the same way again and again, of which this is the last: how many, and when the first began. */
  repeated?: { times: number; since: string };
};

/** A run in a list of runs. */
export type RunSummary = Pick<
  RunRecord,
  | 'id'
  | 'environment'
  | 'trigger'
  | 'cause'
  | 'startedAt'
  | 'endedAt'
  | 'result'
  | 'health'
  | 'counts'
  | 'requests'
  | 'objects'
  | 'rollback'
  | 'repeated'
> & {
  commit: string;
  subject: string;
  author: string;
  /** Milliseconds from start to end. */
  durationMs?: number;
  /** Milliseconds from the arrival of the webhook or call to the end of the run that applied its commit. */
  pushToAppliedMs?: number;
  firstError?: RunError;
};
