import * as fs from 'node:fs';
import { Errors, fetch as fetchPack, listServerRefs } from 'isomorphic-git';
import type { HttpClient } from 'isomorphic-git';
import type { GitDirectory } from './gitDirectory.ts';
import { openHttpTransport } from './openHttpTransport.ts';
import type { ReceivedPack } from './pack/receivedPack.ts';
import { withoutPack } from './pack/withoutPack.ts';
import { openSshTransport } from './ssh/openSshTransport.ts';
import { parseSshUrl } from './ssh/parseSshUrl.ts';
import type { Transport, TransportOptions } from './transport.ts';
import { withDeadline } from './withDeadline.ts';

export type RemoteOptions = TransportOptions & {
  /** Milliseconds for one operation, from the first byte sent to the last received. */
  readonly timeout: number;
};

/** `id` is the ref's object: a commit, or an annotated tag. */
export type RemoteHead =
  | { readonly kind: 'head'; readonly id: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' };

/** The git server's repository, over smart HTTP or ssh. Every method rejects with RemoteError, or the reason of its signal. */
export class Remote {
  readonly #options: RemoteOptions;
  readonly #transport: Transport;

  constructor(options: RemoteOptions) {
    this.#options = options;
    const target = parseSshUrl(options.url);
    this.#transport = target === undefined ? openHttpTransport(options) : openSshTransport(target, options);
  }

  /** What the server says this ref is, by protocol v2 with the ref as prefix: a few bytes, however many refs there are. */
  async listRef(remoteRef: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#run(signal, 1024 * 1024, async (http) => {
      const refs = await listServerRefs({ http, url: this.#transport.url, prefix: remoteRef, protocolVersion: 2 });
      return refs.find(({ ref }) => ref === remoteRef)?.oid;
    });
  }

  /** Fetches one ref, or a commit by its id. `depth` undefined asks for what is missing since the recorded have. */
  async fetchRef(
    directory: GitDirectory,
    { remoteRef, depth, limit }: { remoteRef: string; depth: 1 | undefined; limit: number },
    signal: AbortSignal,
  ): Promise<RemoteHead> {
    let pack: ReceivedPack | undefined;
    try {
      const fetchHead = await this.#run(signal, limit, async (http, ended) => {
        const receiving = directory.objects.receive(ended);
        pack = receiving;
        const answer = await fetchPack({
          fs,
          http: withoutPack(http, (bytes) => receiving.write(bytes)),
          gitdir: directory.path,
          cache: directory.cache,
          url: this.#transport.url,
          ref: directory.haveRef(remoteRef),
          remoteRef,
          remote: 'origin',
          singleBranch: true,
          tags: false,
          ...(depth === undefined ? {} : { depth }),
        });
        const received = await receiving.keep();
        if (received !== undefined) directory.objects.add(received);
        return answer.fetchHead;
      });
      return fetchHead === null ? { kind: 'empty' } : { kind: 'head', id: fetchHead };
    } catch (error) {
      if (error instanceof Errors.NotFoundError && error.data.what === remoteRef) return { kind: 'missing' };
      throw error;
    } finally {
      pack?.discard();
    }
  }

  close(): void {
    this.#transport.close();
  }

  #run<T>(signal: AbortSignal, limit: number, work: (http: HttpClient, ended: AbortSignal) => Promise<T>): Promise<T> {
    const { host } = this.#transport;
    return withDeadline(this.#options.timeout, host, signal, async (ended) =>
      work(await this.#transport.open({ signal: ended, limit }), ended),
    );
  }
}
