import * as fs from 'node:fs';
import { Errors, fetch as fetchPack, listServerRefs } from 'isomorphic-git';
import { openConnections } from './connections.ts';
import type { GitDirectory } from './gitDirectory.ts';
import { gitHttp } from './gitHttp.ts';
import { readCredentials } from './readCredentials.ts';
import { RemoteError } from './remoteError.ts';
import { withDeadline } from './withDeadline.ts';

export type RemoteOptions = {
  readonly url: string;
  /** Directory with the credential files; read at each use. */
  readonly credentials: string;
  /** Milliseconds for one operation, from the first byte sent to the last received. */
  readonly timeout: number;
  readonly userAgent: string;
  /** Told the size of every piece received. */
  readonly onBytes: (count: number) => void;
  readonly now: () => number;
};

/** `id` is the ref's object: a commit, or an annotated tag. */
export type RemoteHead =
  | { readonly kind: 'head'; readonly id: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' };

/** The git server's repository, over smart HTTP. Every method rejects with RemoteError, or the reason of its signal. */
export class Remote {
  readonly #options: RemoteOptions;
  readonly #connections = openConnections();
  readonly #host: string;

  constructor(options: RemoteOptions) {
    this.#options = options;
    this.#host = new URL(options.url).host;
  }

  /** What the server says this ref is, by protocol v2 with the ref as prefix: a few bytes, however many refs there are. */
  async listRef(remoteRef: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#run(signal, 1024 * 1024, async (http) => {
      const refs = await listServerRefs({ http, url: this.#options.url, prefix: remoteRef, protocolVersion: 2 });
      return refs.find(({ ref }) => ref === remoteRef)?.oid;
    });
  }

  /** Fetches one ref, or a commit by its id. `depth` undefined asks for what is missing since the recorded have. */
  async fetchRef(
    directory: GitDirectory,
    { remoteRef, depth, limit }: { remoteRef: string; depth: 1 | undefined; limit: number },
    signal: AbortSignal,
  ): Promise<RemoteHead> {
    try {
      const { fetchHead } = await this.#run(signal, limit, (http) =>
        fetchPack({
          fs,
          http,
          gitdir: directory.path,
          cache: directory.cache,
          url: this.#options.url,
          ref: directory.haveRef(remoteRef),
          remoteRef,
          remote: 'origin',
          singleBranch: true,
          tags: false,
          ...(depth === undefined ? {} : { depth }),
        }),
      );
      return fetchHead === null ? { kind: 'empty' } : { kind: 'head', id: fetchHead };
    } catch (error) {
      if (error instanceof Errors.NotFoundError && error.data.what === remoteRef) return { kind: 'missing' };
      throw error;
    }
  }

  close(): void {
    this.#connections.close();
  }

  async #run<T>(
    signal: AbortSignal,
    limit: number,
    work: (http: ReturnType<typeof gitHttp>) => Promise<T>,
  ): Promise<T> {
    const { timeout, userAgent, onBytes, now, credentials: directory } = this.#options;
    const credentials = await readCredentials(directory).catch((error: unknown) => {
      throw new RemoteError(`Cannot read the credential files in ${directory}: they must be readable`, {
        cause: error,
      });
    });
    return withDeadline(timeout, this.#host, signal, (ended) =>
      work(gitHttp({ connections: this.#connections, signal: ended, userAgent, limit, onBytes, now, ...credentials })),
    );
  }
}
