import { openConnections } from './connections.ts';
import { openCredentials } from './credentials/openCredentials.ts';
import { gitHttp } from './gitHttp.ts';
import { InstallationTokens } from './github/installationTokens.ts';
import { readProxies } from './proxy/readProxies.ts';
import { through } from './proxy/through.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** Git over https, or http, to one server. */
export function openHttpTransport(options: TransportOptions): Transport {
  const { url, credentials: directory, surroundings, userAgent, onBytes, now } = options;
  const proxies = readProxies(surroundings?.environment ?? {});
  const connections = openConnections(proxies);
  const tokens = options.tokens ?? new InstallationTokens({ proxies, userAgent, now });
  const source = openCredentials({ directory, url, tokens, surroundings });
  return {
    host: through(new URL(url), proxies.forUrl(new URL(url))),
    url,
    async open({ signal, limit }) {
      const { ca, ...login } = await source.read(signal);
      return gitHttp({ connections, signal, userAgent, limit, onBytes, now, ca, login });
    },
    close() {
      connections.close();
      if (options.tokens === undefined) tokens.close();
    },
  };
}
