import { parseListen } from './values/listenAddress.ts';

/**
 * The two parts of a listen address, as `listen({ host, port })` takes them; the brackets of an IPv6 address are removed.
 * Throws TypeError for text that is not `host:port`; a configuration that was read never holds such text.
 */
export function splitListen(listen: string): { host: string; port: number } {
  const parts = parseListen(listen);
  if (parts === undefined) {
    throw new TypeError(`Cannot split a listen address: expected host:port, found ${JSON.stringify(listen)}`);
  }
  return parts;
}
