import { RemoteError } from '../remoteError.ts';
import type { Proxy } from './parseProxy.ts';
import { nameProxy } from './through.ts';

/** Turns what a proxy answered instead of a connection to `target`, a status or `more` than that, into the sentence a person needs. */
export function explainTunnel(status: number | 'more', proxy: Proxy, target: string): RemoteError {
  const cannot = `Cannot reach ${target} through ${nameProxy(proxy)}`;
  switch (status) {
    case 407:
      return new RemoteError(
        proxy.authorization === undefined
          ? `${cannot}: it asks for a user and a password (407); put them into ${proxy.variable}, as http://user:password@host:port`
          : `${cannot}: it refused the user and the password in ${proxy.variable} (407)`,
      );
    case 403:
    case 405:
      return new RemoteError(
        `${cannot}: it does not allow connections to there (${status}); have it allowed, or name the host in NO_PROXY`,
      );
    case 502:
    case 503:
    case 504:
      return new RemoteError(`${cannot}: the proxy itself could not reach it (${status})`);
    case 'more':
      return new RemoteError(`${cannot}: it must answer CONNECT with 200 and nothing more, found more`);
    default:
      return new RemoteError(`${cannot}: it must answer CONNECT with 200, found ${status}`);
  }
}
