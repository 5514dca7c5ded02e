import type { Readable } from 'node:stream';
import { Agents } from './agents.ts';
import { AnswerTooLargeError, ApiError, ApiSilentError } from './apiError.ts';
import type { ApiRequest } from './apiRequest.ts';
import type { Connection, ConnectionSource } from './connection.ts';
import { exchange, unreachable, type Exchanged } from './exchange.ts';
import { isReady } from './isReady.ts';
import { mayBeOutdated } from './mayBeOutdated.ts';
import { openStream, type StreamRequest } from './openStream.ts';
import { readStatus } from './readStatus.ts';
import { retryDelay } from './retryDelay.ts';

export type { ApiRequest } from './apiRequest.ts';

/** `created`: the server answered 201. */
export type ApiAnswer<T> = { created: boolean; body: T };

export type ApiClientOptions = {
  connection: ConnectionSource;
  concurrency: number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds until a call without an answer is given up. */
  deadline?: number;
};

const maxAttempts = 5;
/** The API server ends a write after 34 s, with words that say more than our silence: which webhook did not answer. */
const defaultDeadline = 40_000;

/** Metadata only, no spec: an eighth of the bytes, and no Secret's value ever comes back. */
export const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
export const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** What the stages need of the client. */
export type Api = { request: <T>(request: ApiRequest) => Promise<ApiAnswer<T>> };

/** The same API in a lane of its own, with the requests of one run counted. */
export function counted(api: Api, lane: string): Api & { readonly requests: number } {
  let requests = 0;
  return {
    get requests() {
      return requests;
    },
    request<T>(request: ApiRequest) {
      requests += 1;
      return api.request<T>({ lane, ...request });
    },
  };
}

/**
 * Raw HTTPS with keep-alive to one API server. 429, 5xx and broken connections are tried again (every call we make is
 * idempotent), a 401 or a certificate that is not trusted once with credentials read anew. Throws ApiError, ApiUnreachableError
 * or AnswerTooLargeError, or the signal's reason.
 */
export class ApiClient implements Api {
  readonly #options: ApiClientOptions;
  readonly #agents: Agents;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#agents = new Agents(options.concurrency);
  }

  async request<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await this.#options.connection.current();
        return await this.#send(connection, request);
      } catch (error) {
        request.signal.throwIfAborted();
        if (mayBeOutdated(error) && !renewed) {
          renewed = true;
          await this.#options.connection.renew();
          continue;
        }
        const delay = retryDelay(error, attempt);
        if (delay === undefined || attempt === maxAttempts) throw await this.#blame(error, request);
        await this.#options.sleep(delay, request.signal);
      }
    }
  }

  /** An answer that goes on for a long time, on a connection of its own: it takes nothing from `concurrency`. */
  async stream(request: StreamRequest): Promise<Readable> {
    return await openStream(this.#options.connection, request, this.#options.deadline ?? defaultDeadline);
  }

  close(): void {
    this.#agents.close();
  }

  /** Silence about one call while the server is well is about that call: what stands behind it, as an aggregated API, hangs. */
  async #blame(error: unknown, { method, path, signal }: ApiRequest): Promise<unknown> {
    if (!(error instanceof ApiSilentError)) return error;
    if (!(await isReady(await this.#options.connection.current(), signal))) return error;
    const message = `the API server answers, but not to ${method} ${path.split('?')[0]}: what it asks behind it hangs`;
    return new ApiError(504, { message });
  }

  async #send<T>(connection: Connection, request: ApiRequest): Promise<ApiAnswer<T>> {
    let answer: Exchanged;
    try {
      const pool = this.#agents.get(request.lane ?? '', connection);
      answer = await exchange(pool, connection, request, this.#options.deadline ?? defaultDeadline);
    } catch (cause) {
      if (cause instanceof AnswerTooLargeError) throw cause;
      const isSilent = cause instanceof DOMException && cause.name === 'TimeoutError';
      throw unreachable(connection.server, cause, isSilent);
    }
    const { status, text } = answer;
    if (status >= 400) throw new ApiError(status, readStatus(text, answer));
    // The border: the API server answers what its API documents, and the caller names that type.
    const body: T = JSON.parse(text);
    return { created: status === 201, body };
  }
}
