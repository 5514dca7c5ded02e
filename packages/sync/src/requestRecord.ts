/** Why an environment did not get there; of sync itself, or what the applier said. */
export type EnvironmentError = {
  readonly code: string;
  readonly message: string;
  /** What ends it. */
  readonly todo?: string;
  /** Object id. */
  readonly id?: string;
  readonly file?: string;
  readonly line?: number;
};

/**
 * What became of one environment of one request. Times are ISO 8601; a stage that was not reached is an absent key.
 * `applied` and `healthy` are the applier's times.
 */
export type EnvironmentRecord = {
  name: string;
  state:
    | 'waiting'
    | 'fetched'
    | 'published'
    | 'unchanged'
    | 'applied'
    | 'healthy'
    | 'degraded'
    | 'held'
    | 'failed'
    | 'stalled';
  received: string;
  fetched?: string;
  published?: string;
  applied?: string;
  healthy?: string;
  /** The commit that was published. */
  commit?: string;
  /** What was pushed or is asked for; `commit` is that, or contains it. */
  wanted?: string;
  /** What it waits for at the moment, for a person. */
  note?: string;
  /** Also while it is tried again. */
  errors?: readonly EnvironmentError[];
};

/** What `GET /sync/<id>` answers. */
export type RequestRecord = {
  id: string;
  /** The name of the provider that called. */
  trigger: string;
  delivery?: string;
  ref?: string;
  receivedAt: string;
  environments: EnvironmentRecord[];
};
