import { splitListen } from '@couplet/config';

// These say "every address of this machine", or name it: the applier is reached over loopback, as both are in one pod.
const everywhere = ['0.0.0.0', '::', 'localhost'];

/** Where sync reaches the applier's API: the URL without a path that belongs to `applier.listen`, a `host:port`. */
export function applierBase(listen: string): string {
  const { host, port } = splitListen(listen);
  if (everywhere.includes(host)) return `http://127.0.0.1:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
