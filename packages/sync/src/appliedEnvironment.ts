/** A commit that the applier speaks of, and since when (ISO 8601). */
export type AppliedCommit = { readonly commit: string; readonly tree?: string; readonly at: string };

export type AppliedError = {
  /** One of docs/errors.md, or one of a newer applier. */
  readonly code: string;
  readonly message: string;
  readonly id?: string;
  readonly file?: string;
  readonly line?: number;
};

/** What the applier says of one environment; absent facts are absent keys. Same names as its API. */
export type AppliedEnvironment = {
  readonly name: string;
  /** waiting|running|applied|healthy|degraded|failed|held|stalled|suspended|rolled-back, or one of a newer applier. */
  readonly state: string;
  /** The commit of the run that `state` and `errors` speak of. */
  readonly published?: { readonly commit: string; readonly tree?: string };
  readonly applied?: AppliedCommit;
  readonly healthy?: AppliedCommit;
  readonly run?: string;
  readonly errors: readonly AppliedError[];
};

/** Rejects with an Error that says what is wrong, in a sentence; with the signal's reason when it aborts. */
export type Applier = { environments(signal: AbortSignal): Promise<readonly AppliedEnvironment[]> };
