import { hostKey } from './hostKey.ts';
import type { HostKey } from './hostKey.ts';

export type KnownHost = {
  /** Counted from 1. */
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field as it stands: patterns with commas between, or one `|1|salt|hash`. */
  readonly hosts: string;
  readonly key: HostKey;
};

export type KnownHosts = {
  readonly entries: readonly KnownHost[];
  /** Lines that cannot be read; like OpenSSH we go on without them. */
  readonly unreadable: readonly number[];
};

/** Reads the text of a known_hosts file; the format is in sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export function parseKnownHosts(text: string): KnownHosts {
  const entries: KnownHost[] = [];
  const unreadable: number[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const fields = row.trim().split(/[ \t]+/);
    if (fields[0] === '' || fields[0]?.startsWith('#') === true) continue;
    const entry = parseFields(fields, index + 1);
    if (entry === undefined) unreadable.push(index + 1);
    else entries.push(entry);
  }
  return { entries, unreadable };
}

function parseFields(fields: readonly string[], line: number): KnownHost | undefined {
  const marker = readMarker(fields[0] ?? '');
  const [hosts, type, base64] = marker === 'none' ? fields : fields.slice(1);
  if (marker === undefined || hosts === undefined || type === undefined || base64 === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const key = hostKey(Buffer.from(base64, 'base64'));
  return key.type === type ? { line, marker, hosts, key } : undefined;
}

function readMarker(field: string): KnownHost['marker'] | undefined {
  if (!field.startsWith('@')) return 'none';
  if (field === '@revoked') return 'revoked';
  return field === '@cert-authority' ? 'cert-authority' : undefined;
}
