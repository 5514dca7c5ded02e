import { openConnections } from './connections.ts';
import { gitHttp } from './gitHttp.ts';
import { readCredentials } from './readCredentials.ts';
import { RemoteError } from './remoteError.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** Git over https, or http, to one server. */
export function openHttpTransport(options: TransportOptions): Transport {
  const { url, credentials: directory, userAgent, onBytes, now } = options;
  const connections = openConnections();
  return {
    host: new URL(url).host,
    url,
    async open({ signal, limit }) {
      const credentials = await readCredentials(directory).catch((error: unknown) => {
        throw new RemoteError(`Cannot read the credential files in ${directory}: they must be readable`, {
          cause: error,
        });
      });
      return gitHttp({ connections, signal, userAgent, limit, onBytes, now, ...credentials });
    },
    close: () => connections.close(),
  };
}
