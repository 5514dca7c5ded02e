import { splitListen } from './splitListen.ts';

// These say "every address of this machine", or name it: the two programs reach each other over loopback.
const everywhere = ['0.0.0.0', '::', 'localhost'];

/** Where a program of this machine reaches what listens on `listen`, a `host:port`: a URL without a path. */
export function localUrl(listen: string): string {
  const { host, port } = splitListen(listen);
  if (everywhere.includes(host)) return `http://127.0.0.1:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
