import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import type { IncomingMessage } from 'node:http';
import { collect, one } from './bodies.ts';
import { checkMediaType } from './checkMediaType.ts';
import type { Login } from './credentials/openCredentials.ts';
import { explainNetworkError } from './explainNetworkError.ts';
import { explainStatus } from './explainStatus.ts';
import { prepareAdvertisement } from './prepareAdvertisement.ts';
import { through } from './proxy/through.ts';
import { RemoteError } from './remoteError.ts';
import { sendRequest } from './sendRequest.ts';
import type { HttpRequest, Sender } from './sendRequest.ts';

const longestAdvertisement = 64 * 1024 * 1024;
const mostRedirects = 5;

export type GitHttpOptions = Sender & {
  readonly userAgent: string;
  readonly login: Login;
  /** Bytes that one answer may have. */
  readonly limit: number;
  /** Called with the size of each piece that arrives. */
  readonly onBytes: (count: number) => void;
  readonly now: () => number;
};

/**
 * The http plugin of one git operation. isomorphic-git's own knows no deadline, follows redirects with the credential to
 * any host, and asks for the credential only after a 401, which costs a round trip.
 */
export function gitHttp(options: GitHttpOptions): HttpClient {
  let { authorization } = options.login;
  let renew = options.login.renew;

  async function send(request: HttpRequest): Promise<IncomingMessage> {
    const login = authorization === undefined ? {} : { authorization };
    const response = await follow(options, { ...request, headers: { ...request.headers, ...login } });
    if (response.statusCode !== 401 || renew === undefined) return response;
    response.destroy();
    const again = renew;
    // Once in an operation: a server that refuses everything must not be asked for ever.
    renew = undefined;
    authorization = await again();
    return send(request);
  }

  return {
    async request({ url, method = 'GET', headers = {}, body }: GitHttpRequest): Promise<GitHttpResponse> {
      const sent = { ...headers, 'user-agent': options.userAgent };
      const bytes = body === undefined ? undefined : await collect(body);
      const target = new URL(url);
      const response = await send({ url: target, method, headers: sent, body: bytes });
      const host = through(target, options.connections.route(target, options.ca).proxy);
      try {
        checkAnswer(options, response, method, host);
      } catch (error) {
        response.destroy();
        throw error;
      }
      const limit = method === 'GET' ? longestAdvertisement : options.limit;
      const stream = bounded(response, limit, host, options.onBytes);
      return {
        url,
        method,
        statusCode: 200,
        statusMessage: response.statusMessage ?? '',
        headers: singleHeaders(response),
        body: method === 'GET' ? one(prepareAdvertisement(await collect(stream))) : stream,
      };
    },
  };
}

function checkAnswer(options: GitHttpOptions, response: IncomingMessage, method: string, host: string): void {
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return checkMediaType(headers['content-type'], method, host);
  const { now, login } = options;
  throw explainStatus(statusCode, { host, retryAfter: headers['retry-after'], now: now(), credential: login.name });
}

async function follow(options: GitHttpOptions, first: HttpRequest): Promise<IncomingMessage> {
  let request = first;
  for (let count = 0; count <= mostRedirects; count += 1) {
    const response = await sendRequest(options, request);
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) return response;
    response.destroy();
    request = { ...request, url: sameOrigin(location, request.url) };
  }
  throw new RemoteError(
    `Cannot read the repository on ${first.url.host}: it may redirect ${mostRedirects} times, found more`,
  );
}

function sameOrigin(location: string, from: URL): URL {
  const to = URL.parse(location, from);
  if (to?.origin === from.origin) return to;
  throw new RemoteError(
    `Cannot follow a redirect: it must stay on ${from.origin}, found ${to?.origin.slice(0, 200) ?? 'no URL'}; if that place is right, set repository.url to it`,
  );
}

async function* bounded(
  response: IncomingMessage,
  limit: number,
  host: string,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, void, unknown> {
  let total = 0;
  try {
    for await (const chunk of response) {
      // An HTTP answer without an encoding set yields Buffers only.
      const bytes: Uint8Array = chunk;
      total += bytes.length;
      onBytes(bytes.length);
      if (total > limit) {
        const message = `Cannot read the answer of ${host}: it may have ${limit} bytes, found more`;
        throw new RemoteError(message, { tooLarge: true });
      }
      yield bytes;
    }
  } catch (error) {
    throw explainNetworkError(error, host);
  } finally {
    // Not read to its end (an error, or isomorphic-git lost interest): the connection is of no more use.
    if (!response.complete) response.destroy();
  }
}

function singleHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.[0] ?? '']),
  );
}
