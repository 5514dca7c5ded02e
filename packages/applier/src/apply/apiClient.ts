import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ApiError, ApiUnreachableError, type ApiStatus } from './apiError.ts';
import type { Connection, ConnectionSource } from './connection.ts';
import { retryDelay } from './retryDelay.ts';

export type ApiRequest = {
  method: 'GET' | 'PATCH' | 'DELETE';
  /** Path and query, already encoded. */
  path: string;
  body?: string;
  contentType?: string;
  accept?: string;
  signal: AbortSignal;
};

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

  close(): void {
    this.#agent?.agent.destroy();
  }

  async #send<T>(connection: Connection, request: ApiRequest): Promise<ApiAnswer<T>> {
    const deadline = AbortSignal.timeout(this.#options.deadline ?? 30_000);
    const signal = AbortSignal.any([request.signal, deadline]);
    let response: IncomingMessage;
    let text: string;
    try {
      response = await this.#exchange(connection, request, signal);
      text = await readText(response);
    } catch (cause) {
      const problem = deadline.aborted ? 'it must answer in time, found silence' : `found ${describe(cause)}`;
      throw new ApiUnreachableError(`Cannot reach the API server ${connection.server.origin}: ${problem}`, { cause });
    }
    const status = response.statusCode ?? 0;
    if (status >= 400) throw new ApiError(status, withRetryAfter(parseStatus(text), response));
    // The border: the API server answers what its API documents, and the caller names that type.
    const body: T = JSON.parse(text);
    return { created: status === 201, body };
  }

  #exchange(connection: Connection, request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const secure = connection.server.protocol === 'https:';
    const sent = (secure ? https : http).request(
      new URL(connection.server.pathname.replace(/\/$/, '') + request.path, connection.server),
      {
        method: request.method,
        agent: this.#agentFor(connection, secure),
        signal,
        headers: {
          accept: request.accept ?? 'application/json',
          'user-agent': 'couplet',
          ...(request.body === undefined
            ? {}
            : { 'content-type': request.contentType, 'content-length': Buffer.byteLength(request.body) }),
          ...(connection.authorization === undefined ? {} : { authorization: connection.authorization }),
        },
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(request.body);
    return promise;
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

async function readText(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

function parseStatus(text: string): ApiStatus {
  try {
    const status: unknown = JSON.parse(text);
    if (typeof status === 'object' && status !== null) return status;
  } catch {
    // Proxies and "404 page not found" answer in plain text.
  }
  return { message: text.trim().slice(0, 1000) };
}

function withRetryAfter(status: ApiStatus, response: IncomingMessage): ApiStatus {
  const seconds = Number(response.headers['retry-after']);
  if (!(seconds > 0)) return status;
  return { ...status, details: { ...status.details, retryAfterSeconds: seconds } };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
}
