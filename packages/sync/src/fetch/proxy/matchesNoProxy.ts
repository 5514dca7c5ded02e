import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY excepts this URL, as curl reads it (CURLOPT_NOPROXY): `*` alone is every host; a domain is itself and
 * what lies below it, with or without a dot before it; an address may be a network, 10.0.0.0/8. Entries are separated by
 * commas or spaces. As Go and Node do, `*.domain` and `host:port` are understood too.
 */
export function matchesNoProxy(list: string, url: URL): boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (entries.length === 1 && entries[0] === '*') return true;
  const host = withoutDot(url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'));
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return entries.some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const [, bracketed, plain = '', wanted] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const name = bracketed ?? plain;
  if (isIP(host) !== 0) return matchesAddress(name, host);
  const domain = withoutDot(name.replace(/^\*?\./, ''));
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function matchesAddress(entry: string, host: string): boolean {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || isIP(address) !== isIP(host)) return false;
  const length = bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === 'ipv6' ? 128 : 32)) return false;
  const network = new BlockList();
  network.addSubnet(address, length, family);
  return network.check(host, family);
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
