/** What is remembered across restarts, as it is shown. Times are ISO 8601. */
export type Suspension = { at: string; reason?: string; until?: string };
export type Quarantine = { commit: string; tree: string; at: string; reason: string };

export type MemoryFacts = {
  /** The last commit that was healthy with its tree, and since when (milliseconds since 1970). */
  healthy?: { commit: string; tree: string; at: number };
  /** A person stopped it. */
  suspension?: Suspension;
  /** This commit is not tried again. */
  quarantine?: Quarantine;
};
