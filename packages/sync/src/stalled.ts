/** Why there is nothing to publish from, though the repository answered: retrying does not help, a person or a push does. */
export type Stalled = {
  readonly kind: 'stalled';
  readonly why: string;
  /** What ends it. */
  readonly todo: string;
};
