import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRevoked } from './readRevoked.ts';
import { wireString } from './wire.ts';

const blob = (type: string): string => Buffer.concat([wireString(type), wireString('x')]).toString('base64');
const read = (text: string): object => readRevoked('revoked', Buffer.from(text));

test('keys are read with comments and empty lines around them', () => {
  const text = `# lost\n\nssh-ed25519 ${blob('ssh-ed25519')} ada\r\nssh-rsa ${blob('ssh-rsa')}`;
  assert.deepEqual(read(text), { kind: 'read', ids: [blob('ssh-ed25519'), blob('ssh-rsa')] });
});

test('a weak or old key can be revoked, though it can sign nothing', () => {
  assert.deepEqual(read(`ssh-dss ${blob('ssh-dss')}`), { kind: 'read', ids: [blob('ssh-dss')] });
});

test('an empty list revokes nothing', () => {
  assert.deepEqual(read('# nobody yet\n'), { kind: 'read', ids: [] });
});

const certificate = 'ssh-ed25519-cert-v01@openssh.com';
for (const [name, text] of Object.entries({
  'a word': 'ada',
  'a key of another type than it says': `ssh-rsa ${blob('ssh-ed25519')}`,
  'a key that is cut off': `ssh-rsa ${blob('ssh-rsa').slice(0, 8)}`,
  'a certificate': `${certificate} ${blob(certificate)}`,
  'a fingerprint': 'SHA256:NVAhYdGM7tqvsGkKKMsTARy5lBOFM2NR+7ZyaSl43Q4',
  'principals before the key': `ada@example.org ssh-rsa ${blob('ssh-rsa')}`,
})) {
  test(`a list with ${name} is unusable as a whole, and the line is named`, () => {
    const both = `ssh-dss ${blob('ssh-dss')}\n${text}\n`;
    assert.match(JSON.stringify(read(both)), /"unusable","found":"at revoked:2 /);
  });
}
