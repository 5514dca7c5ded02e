import { isIPv4, isIPv6 } from 'node:net';

export const expectedListen = 'host:port, such as 0.0.0.0:8080 or "[::]:8080"';

/** The two parts of `host:port`, the brackets of an IPv6 address removed; undefined when the text is something else. */
export function parseListen(text: string): { host: string; port: number } | undefined {
  const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)):(0|[1-9][0-9]{0,4})$/.exec(text);
  if (parts === null) return undefined;
  const [, address, name] = parts;
  const port = Number(parts[3]);
  if (port > 65535) return undefined;
  if (address !== undefined) return isIPv6(address) ? { host: address, port } : undefined;
  if (name === undefined || (/^[0-9.]+$/.test(name) && !isIPv4(name))) return undefined;
  return { host: name, port };
}

/** What was expected when `text` is no listen address, else undefined. Port 0 is any free port. */
export function listenFault(text: string): string | undefined {
  return parseListen(text) === undefined ? expectedListen : undefined;
}
