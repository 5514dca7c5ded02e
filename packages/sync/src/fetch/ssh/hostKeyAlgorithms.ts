import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { KnownHost } from './parseKnownHosts.ts';

/** Signature algorithms by key type, best first. SHA-1 (`ssh-rsa`) and DSA are not among them (RFC 8332, RFC 9142). */
const algorithmsOf: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

export const allHostKeyAlgorithms: readonly ServerHostKeyAlgorithm[] = Object.values(algorithmsOf).flat();

/**
 * What to ask the host for: only the types that its lines have, because a server that may choose could offer a key of
 * another type and look like a changed host. All types when no line is for it: the refusal then names its key.
 */
export function hostKeyAlgorithms(lines: readonly KnownHost[]): readonly ServerHostKeyAlgorithm[] {
  const types = new Set(lines.filter(({ marker }) => marker === 'none').map(({ key }) => key.type));
  if (types.size === 0) return allHostKeyAlgorithms;
  return Object.entries(algorithmsOf).flatMap(([type, algorithms]) => (types.has(type) ? algorithms : []));
}
