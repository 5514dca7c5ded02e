import type { KeySet } from '../keySet.ts';
import { plain, quote } from '../quote.ts';
import type { SignedCommit } from '../splitSignature.ts';
import { fault } from '../verdict.ts';
import type { Fault, Judgement } from '../verdict.ts';
import { algorithmsOf, isGoodSignature } from './isGoodSignature.ts';
import { matchPatterns } from './matchPatterns.ts';
import { readSshSignature } from './readSshSignature.ts';
import type { SshKey } from './sshKey.ts';
import type { SshSigner } from './sshSigner.ts';

const namespace = 'git';
const userPresent = 0x01;

/** Judges an SSH signature as `git verify-commit` does, with the committer's date as the time. Pure. */
export function judgeSsh(commit: SignedCommit, keys: KeySet): Judgement {
  const signature = readSshSignature(commit.signature);
  if (signature.kind === 'unusable') return fault('its SSH signature must be one that can be checked', signature.found);
  const { key, algorithm, token } = signature;
  const purpose = signature.namespace.toString('utf8');
  if (purpose !== namespace)
    return fault(`its signature must be made for the namespace "${namespace}"`, quote(purpose));
  if (!algorithmsOf(key.type).includes(algorithm)) {
    const found = algorithm === 'ssh-rsa' ? 'ssh-rsa, which is SHA-1' : quote(algorithm);
    return fault(`it must be signed with ${algorithmsOf(key.type).join(' or ')}`, found);
  }
  if (keys.revoked.has(key.id))
    return fault(`the key that signed it must not be in ${keys.directory}/revoked*`, key.name);
  const trusting = keys.ssh.filter((signer) => signer.key.id === key.id);
  if (trusting.length === 0) return unknownKey(key, keys);
  if (!isGoodSignature(signature, commit.payload))
    return fault(`its signature must be over this commit`, `one by ${key.name} that is not`);
  if (token !== undefined && (token.flags & userPresent) === 0)
    return fault('somebody must have touched the security token', `a signature by ${key.name} without a touch`);
  let refused: Fault | undefined;
  for (const signer of trusting) {
    const found = restriction(signer, commit.committedAt);
    if (found === undefined) return { kind: 'verified', by: nameOf(signer) };
    refused ??= found;
  }
  return refused ?? unknownKey(key, keys);
}

function unknownKey({ name }: SshKey, { directory }: KeySet): Fault {
  const todo = `if that key is to be trusted, add its public half to ${directory}; otherwise push a commit on top that is signed by a key there`;
  return fault(`it must be signed by a key in ${directory}`, name, todo);
}

function nameOf({ key, principals }: SshSigner): string {
  return principals === undefined ? key.name : `${key.name} (${plain(principals)})`;
}

function restriction(signer: SshSigner, time: number): Fault | undefined {
  const { key, place, namespaces, validAfter, validBefore } = signer;
  if (namespaces !== undefined && !matchPatterns(namespace, namespaces))
    return fault(`${place} must allow ${key.name} the namespace "${namespace}"`, quote(namespaces));
  // The bounds themselves are within, as in OpenSSH's sshsig.c.
  const committed = `a committer's date of ${isoTime(time)}`;
  if (validAfter !== undefined && time < validAfter)
    return fault(`${key.name} is valid after ${isoTime(validAfter)} (${place})`, committed);
  if (validBefore !== undefined && time > validBefore)
    return fault(`${key.name} is valid before ${isoTime(validBefore)} (${place})`, committed);
  return undefined;
}

function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('.000', '');
}
