import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { RemoteError } from '../remoteError.ts';
import { explainProxyError } from './explainProxyError.ts';
import { explainTunnel } from './explainTunnel.ts';
import type { Proxy } from './parseProxy.ts';
import { nameProxy } from './through.ts';

/** Milliseconds in which a proxy must have connected; then it is the proxy that is named, not the server behind it. */
const longestConnect = 20_000;

export type TunnelTarget = { readonly host: string; readonly port: number };

/** Has a proxy connect to a server (RFC 9110 §9.3.6). Rejects with RemoteError, or as soon as the signal aborts. */
export async function openTunnel(
  proxy: Proxy,
  { host, port }: TunnelTarget,
  signal: AbortSignal,
  timeout: number = longestConnect,
): Promise<Duplex> {
  signal.throwIfAborted();
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const send = proxy.protocol === 'https:' ? requestSecure : requestPlain;
  const request = send({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    // Said aloud: the default follows an environment variable.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    headers: {
      host: authority,
      ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
    },
  });
  const late = `Cannot reach ${authority} through ${nameProxy(proxy)}: it must connect within ${timeout / 1000} s, found it silent or slow`;
  const timer = setTimeout(() => request.destroy(new RemoteError(late)), timeout);
  // Not the option `signal`: it would end the tunnel too, which outlives the operation for which it was made.
  const stop = (): void => void request.destroy();
  signal.addEventListener('abort', stop, { once: true });
  request.once('connect', ({ statusCode = 0 }, socket, head) => {
    if (statusCode === 200 && head.length === 0) return resolve(socket);
    socket.destroy();
    // Bytes before the TLS handshake began come from no TLS server.
    return reject(explainTunnel(statusCode === 200 ? 'more' : statusCode, proxy, authority));
  });
  request.once('error', (error) => reject(signal.aborted ? signal.reason : explainProxyError(error, proxy)));
  request.end();
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  });
}
