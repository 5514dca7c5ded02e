import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * ssh2 cannot read PKCS#8 (`BEGIN PRIVATE KEY`, as openssl writes keys): such a key comes back in a form that it can, any
 * other text as it is. Throws what node:crypto says, which holds nothing of the key.
 */
export function convertPkcs8(text: string, passphrase: string | undefined): string {
  if (!/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(text)) return text;
  const key = createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' });
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' });
  return key.asymmetricKeyType === 'ed25519' ? openSshEd25519(key) : text;
}

/** The format is in OpenSSH's PROTOCOL.key; unencrypted, since it never leaves memory. */
function openSshEd25519(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const [publicKey, seed] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')];
  const type = Buffer.from('ssh-ed25519');
  const check = Buffer.alloc(8);
  const secret = [check, ...[type, publicKey, Buffer.concat([seed, publicKey]), Buffer.alloc(0)].map(string)];
  const length = secret.reduce((sum, part) => sum + part.length, 0);
  const padding = Buffer.from(Array.from({ length: -length & 7 }, (_, index) => index + 1));
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[Buffer.from('none'), Buffer.from('none'), Buffer.alloc(0)].map(string),
    Buffer.from([0, 0, 0, 1]),
    string(Buffer.concat([string(type), string(publicKey)])),
    string(Buffer.concat([...secret, padding])),
  ]);
  const lines = bytes.toString('base64').replaceAll(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function string(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
