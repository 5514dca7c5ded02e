/** One call of `POST /sync` that was authenticated and names something to do. */
export type SyncRequest = {
  readonly id: string;
  readonly provider: 'github' | 'bearer';
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** GitHub's delivery id; the same again for a redelivery. */
  readonly delivery?: string;
  /** As it was sent: `refs/heads/main`, or what a person wrote. Absent: everything. */
  readonly ref?: string;
  /** Names of the environments that follow the ref. */
  readonly environments: readonly string[];
};
