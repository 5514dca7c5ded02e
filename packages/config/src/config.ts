/** What couplet.yaml means once it was read: every default filled in, durations in milliseconds, paths normalised. */
export type Config = {
  repository: Repository;
  /** At least one; names are unique. */
  environments: Environment[];
  sync: SyncSettings;
  applier: ApplierSettings;
  /** Absolute path of the shared volume. */
  volume: string;
};

export type Repository = {
  /** As written: https, ssh://, user@host:path, or http; it never holds credentials. */
  url: string;
  /** Milliseconds between two looks at the repository when no webhook comes. */
  poll: number;
  /** Milliseconds after which one git request is given up. */
  timeout: number;
  insecureHttp: boolean;
  limits: Limits;
  /** Absent: what the repository says is published, signed or not. */
  verify?: Verify;
};

/** What one environment may publish; more is refused and the last publication stays. */
export type Limits = {
  files: number;
  /** Bytes of all its files together. */
  bytes: number;
  /** Bytes of one file. */
  fileSize: number;
  /** Directories below one another. */
  depth: number;
};

/** Who may have signed what is published. */
export type Verify = {
  /** Directory of public keys. */
  keys: string;
  /** `head`: the commit that is published carries the signature. */
  mode: 'head';
};

export type Environment = {
  /** 1–40 characters of a–z, 0–9 and `-`; begins and ends with a letter or digit. */
  name: string;
  /** Branch, tag, or commit id of 40 lower-case hex digits. */
  ref: string;
  /** Directory in the repository without leading or trailing `/`; `''` is the whole repository. */
  path: string;
  namespace: string;
  gate: 'all' | 'each';
  prune: boolean;
  /** A plan that deletes more than both is held. `percent` is 0–100. */
  pruneLimit: { count: number; percent: number };
  /** Milliseconds; 0 is "do not wait". */
  settle: number;
  onFailure: 'hold' | 'rollback';
  /** Milliseconds between two full checks against the cluster. */
  resync: number;
  drift: 'correct' | 'detect';
  suspend: boolean;
};

export type SyncSettings = {
  /** host:port; see `splitListen`. */
  listen: string;
  internal: string;
  credentials: string;
  webhook: string;
  /** sync's private git directory, never inside the volume. */
  git: string;
  /** Absent: on where the provider is known from the repository's host and a token is there. */
  commitStatus?: CommitStatus;
};

/** Where word is sent back about each commit. */
export type CommitStatus = {
  provider?: 'github' | 'gitlab' | 'gitea';
  /** Base URL of the provider's API. */
  api?: string;
  /** Base URL under which people reach the status page. */
  page?: string;
};

export type ApplierSettings = {
  listen: string;
  token?: string;
  namespace?: string;
  kubeconfig?: string;
  concurrency: number;
  /** Base URL under which people reach the status page. */
  url?: string;
  notify?: NotifyTarget[];
};

/** Who is told of what goes wrong; names are unique. */
export type NotifyTarget = {
  name: string;
  /** Either this or `urlFile`. */
  url?: string;
  urlFile?: string;
  format: 'generic' | 'slack';
  /** File with the HMAC key; only with `generic`. */
  secret?: string;
  on: NotifyEvent[];
  /** Absent: all. */
  environments?: string[];
  insecureHttp: boolean;
};

export type NotifyEvent = 'failed' | 'degraded' | 'held' | 'stalled' | 'rolled-back' | 'recovered';
