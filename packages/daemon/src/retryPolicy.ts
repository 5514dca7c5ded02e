/**
 * Thrown by a pass whose cause may go away by itself (a server that does not answer): the loop tries again after a
 * backoff, or after `after` milliseconds where the other side named a time.
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  // `declare`: a plain field would exist, as undefined, where no time was named.
  declare readonly after?: number;

  constructor(message: string, options: ErrorOptions & { after?: number | undefined } = {}) {
    super(message, options);
    if (options.after !== undefined) this.after = options.after;
  }
}

/**
 * Thrown by a pass that cannot succeed before something changes (a manifest that does not parse): the loop does not try
 * again before the next post or interval.
 */
export class WaitForChange extends Error {
  override readonly name = 'WaitForChange';
}
