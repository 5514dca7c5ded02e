import type { CommitId } from '@couplet/volume';
import type { AppliedEnvironment } from './appliedEnvironment.ts';
import type { SyncRequest } from './syncRequest.ts';
import type { Trigger } from './trigger.ts';
import type { Verdict } from './verify/verdict.ts';

/** How one environment came out of one pass. */
export type Outcome =
  | {
      readonly state: 'published';
      readonly commit: CommitId;
      readonly files: number;
      readonly skipped: number;
      readonly verified?: Verified;
    }
  | { readonly state: 'unchanged'; readonly commit: CommitId; readonly verified?: Verified }
  | { readonly state: 'failed'; readonly why: string; readonly serving?: CommitId }
  /** `serving` is the commit of the publication that stays. */
  | { readonly state: 'stalled'; readonly why: string; readonly todo: string; readonly serving?: CommitId };

/** Who signed the commit, where signatures are checked. */
export type Verified = { readonly by: string };

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
  /** The server does not list what a request is about, so that it is looked for again. `why` tells the end of that. */
  | {
      readonly kind: 'sought' | 'givenUp';
      readonly at: number;
      readonly pass: number;
      readonly environment: string;
      readonly wanted: string;
      readonly why: string;
      readonly request: SyncRequest;
    }
  /** What was sought until now, or given up, is there. */
  | { readonly kind: 'found'; readonly environment: string; readonly wanted: string }
  /** The signature of a head was checked, and not only remembered. */
  | {
      readonly kind: 'checked';
      readonly at: number;
      readonly pass: number;
      readonly commit: CommitId;
      readonly verdict: Verdict;
    }
  | {
      readonly kind: 'environment';
      readonly at: number;
      readonly pass: number;
      readonly environment: string;
      readonly outcome: Outcome;
      readonly requests: readonly SyncRequest[];
    }
  /** What the applier said while somebody waited for these requests, or looked at them. */
  | {
      readonly kind: 'applier';
      readonly at: number;
      readonly requests: readonly string[];
      readonly environments: readonly AppliedEnvironment[];
    }
  | { readonly kind: 'waiting'; readonly waiters: number }
  | {
      readonly kind: 'waited';
      readonly at: number;
      readonly request: string;
      readonly until: Until;
      readonly result: WaitResult;
      readonly seconds: number;
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
  | { readonly kind: 'tidyFailed'; readonly at: number; readonly error: unknown }
  /** Commit statuses can be sent from now on, or cannot, and why. */
  | { readonly kind: 'commitStatuses'; readonly at: number; readonly off?: string }
  /** What became of one commit status. `refused`: not before something changes. `failed`: given up. */
  | {
      readonly kind: 'commitStatus';
      readonly at: number;
      readonly environment: string;
      readonly commit: string;
      readonly state: 'pending' | 'success' | 'failure';
      readonly result: 'sent' | 'refused' | 'failed';
      readonly why?: string;
    };

/** What somebody waits for, in the order in which it happens. */
export type Until = 'published' | 'applied' | 'healthy';

/** `gone`: the client left. `stopped`: the program ends. `full`: too many waited already. */
export type WaitResult = 'reached' | 'failed' | 'timeout' | 'gone' | 'stopped' | 'full';

export type Emit = (event: SyncEvent) => void;
