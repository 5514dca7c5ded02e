/**
 * The remote could not be used, and why, in a sentence for a person; it never holds a credential. Thrown by everything
 * that talks to the git server, so that a fault of the local git directory can be told apart from it.
 */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Milliseconds after which the server asked to be called again. */
  readonly after?: number;
  /** The answer outgrew the limit given for it. */
  readonly tooLarge: boolean;

  constructor(message: string, options: ErrorOptions & { after?: number | undefined; tooLarge?: boolean } = {}) {
    super(message, options);
    if (options.after !== undefined) this.after = options.after;
    this.tooLarge = options.tooLarge ?? false;
  }
}
