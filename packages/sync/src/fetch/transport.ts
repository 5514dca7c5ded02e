import type { HttpClient } from 'isomorphic-git';

export type TransportOptions = {
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
