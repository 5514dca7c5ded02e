import { createHash } from 'node:crypto';
import { openConnections } from '../connections.ts';
import type { Proxies } from '../proxy/readProxies.ts';
import { withDeadline } from '../withDeadline.ts';
import type { AppFiles } from './appFiles.ts';
import { mintToken } from './mintToken.ts';
import type { MintedToken } from './mintToken.ts';
import { readGitHubRepository } from './readGitHubRepository.ts';

/** Milliseconds for the requests that one token takes. */
const longestMint = 20_000;

/** A token is not used in its last five minutes: a fetch of a large repository must end before it does. */
const reserve = 5 * 60 * 1000;

export type TokenRequest = {
  readonly app: AppFiles;
  /** Of the repository. */
  readonly url: string;
  readonly ca: string | undefined;
};

export type InstallationTokensOptions = {
  readonly proxies: Proxies;
  readonly userAgent: string;
  readonly now: () => number;
};

/** The installation tokens of a GitHub App: one at a time is asked for, and kept until five minutes before its end. */
export class InstallationTokens {
  readonly #options: InstallationTokensOptions;
  readonly #closed = new AbortController();
  #kept: (MintedToken & { readonly key: string }) | undefined;
  #flight: { readonly key: string; readonly token: Promise<string> } | undefined;

  constructor(options: InstallationTokensOptions) {
    this.#options = options;
  }

  /** Rejects with RemoteError, after 20 s at the latest. */
  get(request: TokenRequest): Promise<string> {
    const key = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const kept = this.#kept;
    if (kept?.key === key && this.#options.now() < kept.expires - reserve) return Promise.resolve(kept.token);
    if (this.#flight?.key === key) return this.#flight.token;
    const token = this.#mint(request, key).finally(() => {
      if (this.#flight?.token === token) this.#flight = undefined;
    });
    this.#flight = { key, token };
    return token;
  }

  /** The server refused this token: it is not handed out again. */
  forget(token: string): void {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  close(): void {
    this.#closed.abort(new Error('Cannot get a token: the program stops'));
  }

  async #mint({ app, url, ca }: TokenRequest, key: string): Promise<string> {
    const { proxies, userAgent, now } = this.#options;
    const repository = readGitHubRepository(url);
    const connections = openConnections(proxies);
    try {
      const minted = await withDeadline(longestMint, new URL(repository.api).host, this.#closed.signal, (signal) =>
        mintToken({ app, repository, now, api: { connections, ca, userAgent, signal } }),
      );
      this.#kept = { ...minted, key };
      return minted.token;
    } finally {
      connections.close();
    }
  }
}
