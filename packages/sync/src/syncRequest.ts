/** One call of `POST /sync` that was authenticated and names something to do. */
export type SyncRequest = {
  readonly id: string;
  /** The name of the provider that called. */
  readonly provider: string;
  /** The name of the file that holds the token it came with; never what is in it. */
  readonly token?: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The provider's delivery id; GitHub sends the same again for a redelivery. */
  readonly delivery?: string;
  /** As it was sent: `refs/heads/main`, or what a person wrote; several with a space between. Absent: everything. */
  readonly ref?: string;
  /** Names of the environments that follow the ref. */
  readonly environments: readonly string[];
  /** By environment, the object that was pushed or is asked for: that, or what contains it, is to be there. */
  readonly wanted?: ReadonlyMap<string, string>;
};
