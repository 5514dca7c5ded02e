import { matchesNoProxy } from './matchesNoProxy.ts';
import { parseProxy } from './parseProxy.ts';
import type { Proxy } from './parseProxy.ts';

export type Proxies = {
  /** The proxy through which this URL is reached; undefined when it is reached directly. Throws RemoteError. */
  forUrl(url: URL): Proxy | undefined;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies that the environment names, by the rules of git and curl: https_proxy for https, http_proxy for http, else
 * all_proxy, except for what no_proxy names. Lower case comes first. Loopback is no exception: NO_PROXY has to name it.
 */
export function readProxies(environment: Environment): Proxies {
  const read = (name: string): { variable: string; text: string } | undefined => {
    const variable = [name, name.toUpperCase()].find((candidate) => environment[candidate]?.trim());
    return variable === undefined ? undefined : { variable, text: environment[variable]?.trim() ?? '' };
  };
  const [secure, plain, all, except] = ['https_proxy', 'http_proxy', 'all_proxy', 'no_proxy'].map(read);
  return {
    forUrl(url) {
      const found = (url.protocol === 'https:' ? secure : plain) ?? all;
      if (found === undefined || matchesNoProxy(except?.text ?? '', url)) return undefined;
      return parseProxy(found.text, found.variable);
    },
  };
}
