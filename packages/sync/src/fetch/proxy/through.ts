import type { Proxy } from './parseProxy.ts';

/** A server as sentences name it, with the proxy through which it is reached. */
export function through(url: URL, proxy: Proxy | undefined): string {
  return proxy === undefined ? url.host : `${url.host} (through ${nameProxy(proxy)})`;
}

/** A proxy as sentences name it, with the variable to look at and without its user and password. */
export function nameProxy({ name, variable }: Proxy): string {
  return `the proxy ${name} of ${variable}`;
}
