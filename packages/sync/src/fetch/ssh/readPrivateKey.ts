import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { RemoteError } from '../remoteError.ts';
import { convertPkcs8 } from './convertPkcs8.ts';

const usable = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))$/;

/** The files it comes from, for sentences. */
export type KeyFiles = { readonly key: string; readonly passphrase: string };

/**
 * The private key in the text of a key file: OpenSSH or PEM, Ed25519, RSA or ECDSA. Throws RemoteError, whose sentence and
 * cause hold nothing of the key.
 */
export function readPrivateKey(text: string, passphrase: string | undefined, files: KeyFiles): ParsedKey {
  const parsed = parse(text, passphrase);
  if (parsed instanceof Error) throw explain(parsed, text, passphrase, files);
  if (!parsed.isPrivateKey())
    throw new RemoteError(`Cannot use ${files.key}: it must be a private key, found a public key`);
  if (parsed.type === 'ssh-rsa') refuseSha1(parsed, files);
  if (usable.test(parsed.type)) return parsed;
  throw new RemoteError(
    `Cannot use ${files.key}: the key must be Ed25519, RSA or ECDSA, found ${parsed.type}; make one with ssh-keygen -t ed25519`,
  );
}

// ssh2 signs with SHA-1 when a server does not say what it accepts; OpenSSH has refused to since 8.8.
function refuseSha1(key: ParsedKey, files: KeyFiles): void {
  const sign = key.sign.bind(key);
  key.sign = (data, algorithm) => {
    if (algorithm === 'sha256' || algorithm === 'sha512') return sign(data, algorithm);
    throw new RemoteError(
      `Cannot use ${files.key}: the server must accept RSA signatures with SHA-2, found none offered; use an Ed25519 key there`,
    );
  };
}

function parse(text: string, passphrase: string | undefined): ParsedKey | Error {
  try {
    const key: unknown = ssh2.utils.parseKey(convertPkcs8(text, passphrase), passphrase);
    // Its types say one key, and it gives a list for OpenSSH's format.
    const [first] = Array.isArray(key) ? key : [key];
    return first;
  } catch (error) {
    return error instanceof Error ? error : new Error('the key cannot be read');
  }
}

function explain(cause: Error, text: string, passphrase: string | undefined, files: KeyFiles): RemoteError {
  const encrypted = /passphrase|decrypt|interrupted or cancelled/i.test(cause.message);
  if (encrypted && passphrase === undefined) {
    const sentence = `Cannot use ${files.key}: it is encrypted, and there must be a passphrase in ${files.passphrase}, found none`;
    return new RemoteError(sentence, { cause });
  }
  if (encrypted) {
    return new RemoteError(
      `Cannot use ${files.key}: the passphrase in ${files.passphrase} must be the key's, found another; put the right one there`,
      { cause },
    );
  }
  const found = /-----BEGIN [A-Z0-9 ]{0,40}-----/.test(text)
    ? 'one that is damaged or of another kind'
    : 'something else';
  return new RemoteError(
    `Cannot use ${files.key}: it must be an Ed25519, RSA or ECDSA private key as ssh-keygen writes it, found ${found}; write it again, with a line end after its last line`,
    { cause },
  );
}
