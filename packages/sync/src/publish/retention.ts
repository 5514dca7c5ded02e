/** How long trees stay, as the contract of the volume says it (packages/volume/README.md, Retention). */
export const retention = {
  /** Publications of each environment. */
  lastOfEach: 20,
  // What an applier that cannot be asked may be using is most likely among these, and a volume that is read by another
  // program than the applier still does not fill up.
  lastOfEachUnasked: 200,
  /** Milliseconds since the publication. */
  youngerThan: 10 * 60 * 1000,
} as const;
