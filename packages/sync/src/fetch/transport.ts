import type { HttpClient } from 'isomorphic-git';
import type { Surroundings } from '../surroundings.ts';
import type { InstallationTokens } from './github/installationTokens.ts';

/** What reaches the git server besides the files of the credentials directory. */
export type GitAccess = {
  /** Where the proxies are read from, and what askpass is given; without it there are none. */
  readonly surroundings?: Surroundings | undefined;
  /** Shared with whoever else logs in as the GitHub App; its own if absent. */
  readonly tokens?: InstallationTokens | undefined;
};

export type TransportOptions = GitAccess & {
  readonly url: string;
  /** Directory with the credential files; read at each use. */
  readonly credentials: string;
  readonly userAgent: string;
  /** Told the size of every piece received. */
  readonly onBytes: (count: number) => void;
  readonly now: () => number;
};

/** A way to a git server: smart HTTP, or ssh. */
export type Transport = {
  /** The server as sentences name it. */
  readonly host: string;
  /** What isomorphic-git is to take for the URL. */
  readonly url: string;
  /**
   * The http plugin of one operation. `signal` aborts when the operation has ended, well or not; an answer may have
   * `limit` bytes. Rejects with RemoteError.
   */
  open(operation: { readonly signal: AbortSignal; readonly limit: number }): Promise<HttpClient>;
  close(): void;
};
