import type { Log } from '@couplet/daemon';
import type { Proxies } from './fetch/proxy/readProxies.ts';

/** Says through which proxy the git server is reached, if through any: the first thing to know when it is not. */
export function logProxy(log: Log, proxies: Proxies, url: string): void {
  const proxy = URL.canParse(url) && /^https?:/.test(url) ? proxies.forUrl(new URL(url)) : undefined;
  if (proxy === undefined) return;
  log.info({ proxy: proxy.name, variable: proxy.variable }, 'the git server is reached through a proxy');
}
