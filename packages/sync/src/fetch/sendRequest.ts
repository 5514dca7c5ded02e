import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Connections } from './connections.ts';
import { explainNetworkError } from './explainNetworkError.ts';
import { explainProxyError } from './proxy/explainProxyError.ts';
import { explainTunnel } from './proxy/explainTunnel.ts';
import type { Proxy } from './proxy/parseProxy.ts';
import { through } from './proxy/through.ts';

export type Sender = {
  readonly connections: Connections;
  readonly ca?: string | undefined;
  readonly signal: AbortSignal;
};

export type HttpRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
};

/** Sends one request and resolves with the head of its answer; the body is still to be read. Rejects with RemoteError. */
export async function sendRequest(sender: Sender, request: HttpRequest): Promise<IncomingMessage> {
  const { connections, ca, signal } = sender;
  const { proxy } = connections.route(request.url, ca);
  try {
    const response = await sendOnce(sender, request);
    if (response.statusCode !== 407 || proxy === undefined) return response;
    response.destroy();
    throw explainTunnel(407, proxy, request.url.host);
  } catch (error) {
    signal.throwIfAborted();
    // The server closed a kept connection just as it was used again: the request was not seen, and reading is repeatable.
    if (error instanceof StaleConnectionError) return sendRequest(sender, request);
    // Without TLS it is the proxy that the connection goes to; with it, openTunnel has spoken for the proxy.
    if (proxy !== undefined && request.url.protocol === 'http:') throw explainProxyError(error, proxy);
    throw explainNetworkError(error, through(request.url, proxy));
  }
}

class StaleConnectionError extends Error {}

function sendOnce({ connections, ca, signal }: Sender, request: HttpRequest): Promise<IncomingMessage> {
  const { url, method, body } = request;
  const { agent, proxy } = connections.route(url, ca);
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  const options = { method, signal, tunnelSignal: signal, agent, headers: { ...request.headers, ...length } };
  return new Promise((resolve, reject) => {
    const sent = url.protocol === 'http:' ? sendPlain(url, proxy, options) : requestSecure(url, options);
    sent.setNoDelay(true);
    sent.once('response', resolve);
    sent.once('error', (error: NodeJS.ErrnoException) => {
      const stale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnectionError('stale', { cause: error }) : error);
    });
    sent.end(body);
  });
}

/** A request without TLS goes to the proxy with its whole URL, not through a tunnel (RFC 9112 §3.2.2). */
function sendPlain(
  url: URL,
  proxy: Proxy | undefined,
  options: Omit<RequestOptions, 'headers'> & { headers: Readonly<Record<string, string>> },
): ClientRequest {
  if (proxy === undefined) return requestPlain(url, options);
  const { authorization, host, port, protocol } = proxy;
  const login = authorization === undefined ? {} : { 'proxy-authorization': authorization };
  const headers = { ...options.headers, ...login, host: url.host };
  const send = protocol === 'https:' ? requestSecure : requestPlain;
  return send({ ...options, headers, host, port, path: url.href });
}
