/** A wait that goes on beside the loop, so that the next publication never has to wait for it. */
export type Settling = {
  /** Commit and tree of the publication. */
  readonly key: string;
  /** When the wait began, in milliseconds since 1970. */
  readonly since: number;
  /** At once: no event follows. */
  stop(): void;
  /** Resolves when nothing of it runs any more. */
  readonly ended: Promise<void>;
};
