import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { makeKey, type KeyPair } from './fixtures/keygen.ts';
import { readPrivateKey } from './readPrivateKey.ts';

const files = { key: '/c/ssh-privatekey', passphrase: '/c/ssh-passphrase' };

/** Type and base64 of the public half, from the private one. */
function publicHalf(text: string, passphrase?: string): string {
  const key = readPrivateKey(text, passphrase, files);
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}

const kinds: Record<string, string[]> = {
  Ed25519: ['ed25519'],
  RSA: ['rsa', '-b', '2048'],
  'RSA in PEM': ['rsa', '-b', '2048', '-m', 'PEM'],
  'RSA in PKCS#8': ['rsa', '-b', '2048', '-m', 'PKCS8'],
  'ECDSA 256': ['ecdsa', '-b', '256'],
  'ECDSA 384': ['ecdsa', '-b', '384'],
  'ECDSA 521 in PEM': ['ecdsa', '-b', '521', '-m', 'PEM'],
  'ECDSA in PKCS#8': ['ecdsa', '-m', 'PKCS8'],
  'encrypted Ed25519': ['ed25519', '-N', 'open sesame'],
  'encrypted RSA in PEM': ['rsa', '-b', '2048', '-m', 'PEM', '-N', 'open sesame'],
  'encrypted RSA in PKCS#8': ['rsa', '-b', '2048', '-m', 'PKCS8', '-N', 'open sesame'],
  'encrypted ECDSA': ['ecdsa', '-N', 'open sesame'],
};
for (const [name, [type = '', ...options]] of Object.entries(kinds)) {
  const encrypted = name.startsWith('encrypted');
  // ssh-keygen takes longest of all here, so that the tests of a kind share its key.
  let made: Promise<KeyPair> | undefined;
  const make = async (): Promise<KeyPair> => {
    await using temporary = await temporaryDirectory();
    return await makeKey(temporary.path, type, ...options);
  };
  const key = (): Promise<KeyPair> => (made ??= make());

  test(`a key of kind ${name} is read`, async () => {
    const pair = await key();
    assert.equal(publicHalf(pair.privateKey, encrypted ? 'open sesame' : undefined), pair.publicKey);
  });

  if (!encrypted) continue;
  test(`a wrong passphrase for ${name}: both files are named, and nothing of them shown`, async () => {
    const { privateKey } = await key();
    assert.throws(
      () => readPrivateKey(privateKey, 'wrong-phrase', files),
      (error: Error) => {
        assert.match(
          error.message,
          /^Cannot use \/c\/ssh-privatekey: the passphrase in \/c\/ssh-passphrase must be the key's/,
        );
        assert.doesNotMatch(everything(error), /wrong-phrase/);
        assertHidden(error, privateKey);
        return true;
      },
    );
  });

  test(`no passphrase for ${name}: the file to create is named`, async () => {
    const { privateKey } = await key();
    assert.throws(() => readPrivateKey(privateKey, undefined, files), {
      name: 'RemoteError',
      message:
        'Cannot use /c/ssh-privatekey: it is encrypted, and there must be a passphrase in /c/ssh-passphrase, found none',
    });
  });
}

test('an Ed25519 key in PKCS#8 signs what its public half verifies', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = readPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }), undefined, files);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  assert.deepEqual(key.getPublicSSH().subarray(-32), raw);
  assert.equal(key.verify(Buffer.from('text'), key.sign(Buffer.from('text'))), true);
});

test('a key with Windows line ends and without a last one is read', async () => {
  await using temporary = await temporaryDirectory();
  const pair = await makeKey(temporary.path, 'ed25519');
  assert.equal(publicHalf(pair.privateKey.trim().replaceAll('\n', '\r\n')), pair.publicKey);
});

test('an RSA key does not sign with SHA-1', async () => {
  await using temporary = await temporaryDirectory();
  const { privateKey } = await makeKey(temporary.path, 'rsa', '-b', '2048');
  const key = readPrivateKey(privateKey, undefined, files);
  assert.throws(() => key.sign('text', 'sha1'), { name: 'RemoteError', message: /SHA-2/ });
  assert.equal(key.verify('text', key.sign('text', 'sha512'), 'sha512'), true);
});

const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;
const unusable: Record<string, { text: string; says: RegExp }> = {
  'an empty line': { text: '\n', says: /found something else; write it again/ },
  'a sentence': { text: 'this is no key', says: /found something else/ },
  'a cut key': {
    text: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n',
    says: /ssh-privatekey: it must be/,
  },
  'a damaged key': {
    text: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
    says: /found one that is damaged or of another kind/,
  },
  'a public key': {
    text: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN0l5SCYN5u63zVvHRzSNKKpRoDs7jzU3wHBvOlFpVyJ',
    says: /found a public key/,
  },
  'a DSA key': { text: dsa.export({ type: 'pkcs8', format: 'pem' }), says: /Ed25519, RSA or ECDSA/ },
  'an X25519 key': {
    text: generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    says: /Ed25519, RSA or ECDSA/,
  },
};
for (const [name, { text, says }] of Object.entries(unusable)) {
  test(`${name} instead of a key is refused with what to do`, () => {
    assert.throws(
      () => readPrivateKey(text, undefined, files),
      (error: Error) => {
        assert.equal(error.name, 'RemoteError');
        assert.match(error.message, says);
        assertHidden(error, text);
        return true;
      },
    );
  });
}

test('a damaged key shows nothing of itself', () => {
  const { private: text } = ssh2.utils.generateKeyPairSync('ed25519');
  for (const at of [60, 120, 200, 300]) {
    const damaged = `${text.slice(0, at)}AAAAAAAA${text.slice(at + 8)}`;
    try {
      readPrivateKey(damaged, undefined, files);
    } catch (error) {
      assertHidden(error, text);
    }
  }
});

function everything(error: unknown): string {
  assert.ok(error instanceof Error);
  return JSON.stringify([error.message, error.stack, String(error.cause), error.cause, error]);
}

function assertHidden(error: unknown, text: string): void {
  const shown = everything(error);
  for (const line of text.split('\n')) {
    if (/^[A-Za-z0-9+/=]{8,}$/.test(line)) assert.equal(shown.includes(line.slice(0, 24)), false, 'a line of the key');
  }
}
