import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { ApiSilentError, ApiUnreachableError } from './apiError.ts';
import type { ApiRequest } from './apiRequest.ts';
import type { Connection } from './connection.ts';

/** One request and the head of its answer; the body is still to be read. `via` is an agent, or the TLS options of a connection without one. */
export function exchange(
  connection: Connection,
  request: ApiRequest,
  via: { agent: http.Agent | https.Agent } | ({ agent: false } & RequestOptions),
): Promise<IncomingMessage> {
  const { server, authorization } = connection;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = (server.protocol === 'https:' ? https : http).request(
    new URL(server.pathname.replace(/\/$/, '') + request.path, server),
    {
      ...via,
      method: request.method,
      signal: request.signal,
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': 'couplet',
        ...(request.body === undefined
          ? {}
          : { 'content-type': request.contentType, 'content-length': Buffer.byteLength(request.body) }),
        ...(authorization === undefined ? {} : { authorization }),
      },
    },
    resolve,
  );
  sent.on('error', reject);
  sent.end(request.body);
  return promise;
}

export async function readText(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

/** The error for a call that got no whole answer. */
export function unreachable(server: URL, cause: unknown, silent: boolean): ApiUnreachableError {
  const say = (problem: string): string => `Cannot reach the API server ${server.origin}: ${problem}`;
  if (silent) return new ApiSilentError(say('it must answer in time, found silence'), { cause });
  return new ApiUnreachableError(say(`found ${describeCause(cause)}`), { cause });
}

/** Some errors of the network have no message, only a code. */
function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
}
