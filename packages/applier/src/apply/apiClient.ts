import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ApiError, ApiUnreachableError } from './apiError.ts';
import type { ApiRequest } from './apiRequest.ts';
import type { Connection, ConnectionSource } from './connection.ts';
import { describeCause, exchange, readText } from './exchange.ts';
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
const defaultDeadline = 30_000;

/** Metadata only, no spec: an eighth of the bytes, and no Secret's value ever comes back. */
export const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
export const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** What the stages need of the client. */
export type Api = { request: <T>(request: ApiRequest) => Promise<ApiAnswer<T>> };

/** The same API, with the requests of one run counted. */
export function counted(api: Api): Api & { readonly requests: number } {
  let requests = 0;
  return {
    get requests() {
      return requests;
    },
    request<T>(request: ApiRequest) {
      requests += 1;
      return api.request<T>(request);
    },
  };
}

/**
 * Raw HTTPS with keep-alive to one API server. 429, 5xx and broken connections are tried again (every call we make is
 * idempotent), a 401 once with credentials read anew. Throws ApiError or ApiUnreachableError, or the signal's reason.
 */
export class ApiClient implements Api {
  readonly #options: ApiClientOptions;
  #agent: { tls: Connection['tls']; agent: http.Agent | https.Agent } | undefined;

  constructor(options: ApiClientOptions) {
    this.#options = options;
  }

  async request<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await this.#options.connection.current();
        return await this.#send(connection, request);
      } catch (error) {
        request.signal.throwIfAborted();
        if (error instanceof ApiError && error.httpStatus === 401 && !renewed) {
          renewed = true;
          await this.#options.connection.renew();
          continue;
        }
        const delay = retryDelay(error, attempt);
        if (delay === undefined || attempt === maxAttempts) throw error;
        await this.#options.sleep(delay, request.signal);
      }
    }
  }

  /** An answer that goes on for a long time, on a connection of its own: it takes nothing from `concurrency`. */
  async stream(request: StreamRequest): Promise<IncomingMessage> {
    return await openStream(this.#options.connection, request, this.#options.deadline ?? defaultDeadline);
  }

  close(): void {
    this.#agent?.agent.destroy();
  }

  async #send<T>(connection: Connection, request: ApiRequest): Promise<ApiAnswer<T>> {
    const deadline = AbortSignal.timeout(this.#options.deadline ?? defaultDeadline);
    const signal = AbortSignal.any([request.signal, deadline]);
    let response: IncomingMessage;
    let text: string;
    try {
      const secure = connection.server.protocol === 'https:';
      response = await exchange(connection, { ...request, signal }, { agent: this.#agentFor(connection, secure) });
      text = await readText(response);
    } catch (cause) {
      const problem = deadline.aborted ? 'it must answer in time, found silence' : `found ${describeCause(cause)}`;
      throw new ApiUnreachableError(`Cannot reach the API server ${connection.server.origin}: ${problem}`, { cause });
    }
    const status = response.statusCode ?? 0;
    if (status >= 400) throw new ApiError(status, readStatus(text, response));
    // The border: the API server answers what its API documents, and the caller names that type.
    const body: T = JSON.parse(text);
    return { created: status === 201, body };
  }

  #agentFor(connection: Connection, secure: boolean): http.Agent | https.Agent {
    // Calls that are still running keep the agent they started with.
    if (this.#agent?.tls !== connection.tls) {
      const options = { keepAlive: true, maxSockets: this.#options.concurrency, scheduling: 'lifo' as const };
      const agent = secure ? new https.Agent({ ...options, ...connection.tls }) : new http.Agent(options);
      this.#agent = { tls: connection.tls, agent };
    }
    return this.#agent.agent;
  }
}
