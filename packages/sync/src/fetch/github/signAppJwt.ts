import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { RemoteError } from '../remoteError.ts';

/** Seconds before now, for a server whose clock is behind; GitHub's own advice. */
const early = 60;
/** GitHub takes 10 minutes at most, by its own clock. */
const lifetime = 9 * 60;

/** Reads the PEM private key of a GitHub App, PKCS#1 or PKCS#8. Throws RemoteError that names the file. */
export function readAppKey(pem: string, file: string): KeyObject {
  const wanted = `Cannot use ${file}: it must be the private key of a GitHub App, an RSA key in PEM without a passphrase`;
  if (!pem.includes('\n') && pem.includes('\\n')) {
    throw new RemoteError(`${wanted}, found \\n written out where its lines should end`);
  }
  if (/BEGIN (RSA )?PUBLIC KEY/.test(pem)) throw new RemoteError(`${wanted}, found a public key`);
  if (/ENCRYPTED/.test(pem)) throw new RemoteError(`${wanted}, found an encrypted key`);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What it says may quote the key.
    throw new RemoteError(`${wanted}, found something else`);
  }
  if (key.asymmetricKeyType !== 'rsa') throw new RemoteError(`${wanted}, found a key of type ${key.asymmetricKeyType}`);
  return key;
}

/** The JSON Web Token by which a GitHub App says who it is (RFC 7519, RS256). `now` is in milliseconds since the epoch. */
export function signAppJwt(id: string, key: KeyObject, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - early, exp: seconds + lifetime, iss: id };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => base64url(JSON.stringify(part))).join('.');
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
