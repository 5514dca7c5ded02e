import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Proxy } from './proxy/parseProxy.ts';
import type { Proxies } from './proxy/readProxies.ts';
import { TunnelAgent } from './proxy/tunnelAgent.ts';

/** How a URL is reached: by which agent, and through which proxy. */
export type Route = { readonly agent: HttpAgent; readonly proxy: Proxy | undefined };

export type Connections = {
  /** The open connections for this URL under this certificate authority. Throws RemoteError when its proxy is unusable. */
  route(url: URL, ca: string | undefined): Route;
  close(): void;
};

const keep = { keepAlive: true, maxSockets: 4 };

/** Keep-alive connections to one server: a TLS handshake costs more than a whole incremental fetch. */
export function openConnections(proxies?: Proxies): Connections {
  const plain = new HttpAgent(keep);
  // To a proxy over TLS: ca.crt is about the server, so that it has to be one that the system trusts.
  const toProxy = new HttpsAgent({ ...keep, ...trustOf(undefined) });
  let secure: { ca: string | undefined; proxy: string | undefined; agent: HttpsAgent } | undefined;
  return {
    route(url, ca) {
      const proxy = proxies?.forUrl(url);
      if (url.protocol === 'http:') return { agent: proxy?.protocol === 'https:' ? toProxy : plain, proxy };
      if (secure === undefined || secure.ca !== ca || secure.proxy !== proxy?.name) {
        secure?.agent.destroy();
        const trust = trustOf(ca);
        const agent = proxy === undefined ? new HttpsAgent({ ...keep, ...trust }) : new TunnelAgent(proxy, keep, trust);
        secure = { ca, proxy: proxy?.name, agent };
      }
      return { agent: secure.agent, proxy };
    },
    close() {
      plain.destroy();
      toProxy.destroy();
      secure?.agent.destroy();
    },
  };
}

function trustOf(ca: string | undefined) {
  // rejectUnauthorized is said aloud: the default follows an environment variable.
  return { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) } as const;
}
