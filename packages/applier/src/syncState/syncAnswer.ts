/** What sync says of one environment; the names are those of its `GET /status`. Absent facts are absent keys. */
export type SyncEnvironment = {
  readonly name: string;
  /** waiting|published|unchanged|failed|stalled, or one of a newer sync. */
  readonly state: string;
  readonly readAt?: string;
  readonly error?: { readonly why: string; readonly todo?: string; readonly since?: string; readonly tries?: number };
};

/** One answer of sync, or why there is none. */
export type SyncAnswer =
  | { readonly kind: 'status'; readonly environments: ReadonlyMap<string, SyncEnvironment> }
  | { readonly kind: 'silence'; readonly why: string };

/** Asks sync once. Never rejects. */
export type AskSync = (signal: AbortSignal) => Promise<SyncAnswer>;
