import type { HostKey } from './hostKey.ts';
import { knownHostName, matchKnownHost } from './matchKnownHost.ts';
import type { KnownHost } from './parseKnownHosts.ts';

/** What known_hosts says of a key that a host offers. Only `trusted` may go on. */
export type HostKeyVerdict =
  | { readonly kind: 'trusted' }
  /** No line is for this host. */
  | { readonly kind: 'unknown'; readonly offered: HostKey }
  /** There are lines for this host, and none has this key. */
  | { readonly kind: 'changed'; readonly offered: HostKey; readonly known: readonly KnownHost[] }
  | { readonly kind: 'revoked'; readonly offered: HostKey; readonly line: number }
  /** Only a certificate of this authority would do. */
  | { readonly kind: 'authority'; readonly offered: HostKey; readonly line: number };

/** The lines of known_hosts that are for one host and port. */
export function linesFor(
  entries: readonly KnownHost[],
  target: { readonly host: string; readonly port: number },
): readonly KnownHost[] {
  return entries.filter(({ hosts }) => matchKnownHost(hosts, knownHostName(target)));
}

/** Judges the offered key by the lines for its host; a revoked key stays refused whatever other lines say. */
export function judgeHostKey(lines: readonly KnownHost[], offered: HostKey): HostKeyVerdict {
  const same = lines.filter(({ key }) => key.base64 === offered.base64);
  const revoked = same.find(({ marker }) => marker === 'revoked');
  if (revoked !== undefined) return { kind: 'revoked', offered, line: revoked.line };
  if (same.some(({ marker }) => marker === 'none')) return { kind: 'trusted' };
  const known = lines.filter(({ marker }) => marker === 'none');
  if (known.length > 0) return { kind: 'changed', offered, known };
  const authority = lines.find(({ marker }) => marker === 'cert-authority');
  return authority === undefined ? { kind: 'unknown', offered } : { kind: 'authority', offered, line: authority.line };
}
