/**
 * How news from git come in. `retrying`: the last pass of sync failed, a moment ago; `failing`: for longer; `stalled`: git
 * answers, and there is nothing to publish from; `unreachable`: sync does not answer; `unknown`: not known yet.
 */
export const gitStates = ['ok', 'unknown', 'retrying', 'failing', 'stalled', 'unreachable'] as const;
export type GitState = (typeof gitStates)[number];

/**
 * What sync says of an environment, or its silence. Times are ISO 8601. With `ok` nothing else is there: what changes with
 * every pass would be news to everybody who follows.
 */
export type GitFacts = {
  readonly state: GitState;
  /** Since when nothing new can have come. */
  readonly since?: string;
  /** When git was read before that, with success; absent when nobody knows. */
  readonly readAt?: string;
  /** Passes of sync that came out like this, in a row. */
  readonly tries?: number;
  readonly message?: string;
  /** What ends it, where a person or a push has to. */
  readonly todo?: string;
};
