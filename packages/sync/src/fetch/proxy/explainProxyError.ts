import { explainNetworkError } from '../explainNetworkError.ts';
import type { RemoteError } from '../remoteError.ts';
import type { Proxy } from './parseProxy.ts';
import { nameProxy } from './through.ts';

/** Turns what the network or TLS threw on the way to a proxy into a sentence; a RemoteError stays what it is. */
export function explainProxyError(error: unknown, proxy: Proxy): RemoteError {
  // ca.crt is about the git server; what a proxy is trusted by is the system, with what this variable adds to it.
  const authorities = 'the file that the environment variable NODE_EXTRA_CA_CERTS names';
  return explainNetworkError(error, nameProxy(proxy), { authorities, address: proxy.variable });
}
