import { RemoteError } from '../remoteError.ts';
import { describeKey } from './hostKey.ts';
import type { HostKey } from './hostKey.ts';
import type { HostKeyVerdict } from './judgeHostKey.ts';
import { knownHostName } from './matchKnownHost.ts';
import type { KnownHost, KnownHosts } from './parseKnownHosts.ts';

export type HostKeyContext = {
  readonly target: { readonly host: string; readonly port: number };
  /** Path of known_hosts. */
  readonly file: string;
  /** Undefined when the file is absent. */
  readonly knownHosts: KnownHosts | undefined;
};

/** Why the key of a host is refused, and what a person may do about it. Public keys are no secret and stand in full. */
export function explainHostKey(
  verdict: Exclude<HostKeyVerdict, { kind: 'trusted' }>,
  context: HostKeyContext,
): RemoteError {
  const { target, file } = context;
  const name = knownHostName(target);
  const offered = describeKey(verdict.offered);
  const line = `"${name} ${verdict.offered.type} ${verdict.offered.base64}"`;
  switch (verdict.kind) {
    case 'unknown':
      return new RemoteError(
        `Cannot trust ${name}: ${file} must have the host's key, found ${whatIsThere(context)}; it offers ${offered}; after checking this fingerprint with the host's owner, add the line ${line}`,
      );
    case 'changed':
      return new RemoteError(
        `Cannot trust ${name}: its host key has changed: ${file} has ${verdict.known.map(describeLine).join(', ')}, found ${offered}; someone may be standing in for the host; only if the host's owner confirms the new fingerprint, replace what is there by the line ${line}`,
      );
    case 'revoked':
      return new RemoteError(
        `Cannot trust ${name}: line ${verdict.line} of ${file} revokes the key it offers, found ${offered}; ask the host's owner for its present key`,
      );
    case 'authority':
      return new RemoteError(
        `Cannot trust ${name}: host certificates (@cert-authority in line ${verdict.line} of ${file}) are not checked by Couplet, found ${offered}; after checking this fingerprint with the host's owner, add the line ${line}`,
      );
    default:
      return verdict satisfies never;
  }
}

/** The lines for a host have only key types that cannot be checked, such as DSA or a security key. */
export function explainHostKeyTypes(lines: readonly KnownHost[], { target, file }: HostKeyContext): RemoteError {
  return new RemoteError(
    `Cannot trust ${knownHostName(target)}: ${file} must have an Ed25519, ECDSA or RSA key of the host, found ${lines.map(describeLine).join(', ')}; add a line for a key of one of these types, after checking it with the host's owner`,
  );
}

function whatIsThere({ knownHosts }: HostKeyContext): string {
  if (knownHosts === undefined) return 'no such file';
  const { unreadable } = knownHosts;
  if (unreadable.length === 0) return 'no line for it';
  return `no line for it (and cannot read line ${unreadable.slice(0, 5).join(', ')}${unreadable.length > 5 ? ', …' : ''})`;
}

function describeLine({ key, line }: { readonly key: HostKey; readonly line: number }): string {
  return `${describeKey(key)} (line ${line})`;
}
