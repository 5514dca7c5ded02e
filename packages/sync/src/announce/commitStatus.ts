export type CommitState = 'pending' | 'success' | 'failure';

/** What is told of one commit in one environment. */
export type CommitStatus = {
  readonly environment: string;
  readonly commit: string;
  readonly state: CommitState;
  /** One line of at most 140 characters, which is what GitHub takes. */
  readonly description: string;
};
