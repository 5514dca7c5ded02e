export const pace = {
  /** Milliseconds from one poll of sync to the next. */
  poll: 10_000,
  /**
   * Milliseconds in which sync sweeps the volume at least once, to the end. It does so at the end of each pass, and there is
   * one at each poll at least: the wait for it, a pass that faults make as long, and the removal.
   */
  sweepWithin: 30_000,
} as const;
