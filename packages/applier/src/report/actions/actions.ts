/** What a person asks for; each answers at once, the pass that follows is seen in the status. */
export type Actions = {
  /** A full pass now: what is quarantined or backed off is tried again. */
  run(environment: string): Promise<ActionAnswer>;
  /** `until`: milliseconds since 1970 when it goes on by itself. */
  suspend(environment: string, options: { reason?: string; until?: number }): Promise<ActionAnswer>;
  resume(environment: string): Promise<ActionAnswer>;
  /** Releases exactly the plan that is held now under this hash. */
  approve(environment: string, plan: string): Promise<ActionAnswer>;
};

export type ActionAnswer =
  | { kind: 'accepted' }
  /** What was asked for does not fit the state of the environment; nothing was done. */
  | { kind: 'conflict'; message: string }
  /** Another applier holds the lease, or the API server does not answer; it may work later. */
  | { kind: 'unavailable'; message: string };

export const actionNames = ['run', 'suspend', 'resume', 'approve'] as const;

export type ActionName = (typeof actionNames)[number];
