/** What of its process sync is handed by main.ts, which alone may touch it. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Kills every process of the group whose leader is `pid`. Throws when there is none. */
  readonly killGroup: (pid: number) => void;
};
