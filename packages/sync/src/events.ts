import type { CommitId } from '@couplet/volume';
import type { SyncRequest } from './syncRequest.ts';
import type { Trigger } from './trigger.ts';

/** How one environment came out of one pass. */
export type Outcome =
  | { readonly state: 'published'; readonly commit: CommitId; readonly files: number; readonly skipped: number }
  | { readonly state: 'unchanged'; readonly commit: CommitId }
  | { readonly state: 'failed'; readonly why: string; readonly serving?: CommitId }
  /** `serving` is the commit of the publication that stays. */
  | { readonly state: 'stalled'; readonly why: string; readonly todo: string; readonly serving?: CommitId };

export type PassResult = 'published' | 'unchanged' | 'stalled' | 'failed';

export type Stage = 'list' | 'fetch' | 'publish' | 'tidy';

/**
 * What happens in sync, as data. Status, metrics, log and the records of requests are folds over it; nobody else counts.
 * `at` is in milliseconds since the epoch; `pass` numbers the passes of this process.
 */
export type SyncEvent =
  | { readonly kind: 'answered'; readonly at: number; readonly provider: string; readonly answer: number }
  | { readonly kind: 'answerFailed'; readonly at: number; readonly error: unknown }
  | { readonly kind: 'accepted'; readonly at: number; readonly request: SyncRequest }
  | { readonly kind: 'passStarted'; readonly at: number; readonly pass: number; readonly trigger: Trigger }
  | {
      readonly kind: 'stage';
      readonly at: number;
      readonly pass: number;
      readonly stage: Stage;
      readonly seconds: number;
    }
  | { readonly kind: 'bytes'; readonly count: number }
  | {
      readonly kind: 'fetched';
      readonly at: number;
      readonly pass: number;
      readonly environments: readonly string[];
      readonly ref: string;
      readonly commit: CommitId;
      readonly requests: readonly SyncRequest[];
    }
  | {
      readonly kind: 'environment';
      readonly at: number;
      readonly pass: number;
      readonly environment: string;
      readonly outcome: Outcome;
      readonly requests: readonly SyncRequest[];
    }
  | { readonly kind: 'removed'; readonly at: number; readonly environment: string }
  | {
      readonly kind: 'passEnded';
      readonly at: number;
      readonly pass: number;
      readonly result: PassResult;
      readonly seconds: number;
    }
  | {
      readonly kind: 'configuration';
      readonly at: number;
      readonly problems: readonly string[];
      readonly environments: readonly string[];
    }
  | {
      readonly kind: 'damage';
      readonly at: number;
      readonly environment: string;
      readonly file: string;
      readonly problem: string;
    }
  | { readonly kind: 'repaired'; readonly at: number; readonly environment: string; readonly files: number }
  | { readonly kind: 'tidied'; readonly at: number; readonly removedTrees: number; readonly newGitDirectory: boolean }
  | { readonly kind: 'tidyFailed'; readonly at: number; readonly error: unknown };

export type Emit = (event: SyncEvent) => void;
