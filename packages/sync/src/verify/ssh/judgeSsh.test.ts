import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSignature, unsignedCommit } from '../fixtures/rawCommit.ts';
import { makeSignature, rsaKey, tokenKey } from '../fixtures/sshParts.ts';
import type { MadeKey, SshParts } from '../fixtures/sshParts.ts';
import { sshSign, sshSigned } from '../fixtures/sshSign.ts';
import { verifyWorld } from '../fixtures/verifyWorld.ts';
import { keygen } from '../../fetch/ssh/fixtures/keygen.ts';
import { wireString } from './wire.ts';

const commit = unsignedCommit();

/** Our answer, and git's, to a commit signed by a trusted key. */
async function answers(key: MadeKey, parts?: SshParts): Promise<{ readonly said: string; readonly git: boolean }> {
  await using world = await verifyWorld();
  await world.trust('a.pub', `${key.line}\n`);
  await world.trust('b.pub', `${(await world.newKey()).publicKey}\n`);
  const signed = addSignature(commit, makeSignature(commit, key, parts));
  const verdict = await world.ours(signed);
  return { said: verdict.kind === 'verified' ? verdict.by : verdict.why, git: await world.gits(signed) };
}

for (const kind of ['ed25519', 'ecdsa'] as const) {
  test(`git and we accept a signature of a security token, ${kind}`, async () => {
    const { said, git } = await answers(tokenKey(kind));
    assert.match(said, /^sk-/);
    assert.equal(git, true);
  });

  test(`a signature of a security token that nobody touched is refused, ${kind}`, async () => {
    const { said } = await answers(tokenKey(kind), { flags: 0 });
    assert.match(said, /somebody must have touched the security token, found a signature by sk-/);
  });
}

test('a counter or flag that was not signed makes the signature bad', async () => {
  const key = tokenKey('ed25519');
  const text = makeSignature(commit, key);
  const bytes = Buffer.from(text.replaceAll(/-----.*-----/g, ''), 'base64');
  bytes[bytes.length - 1] = 8;
  const armor = `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
  await using world = await verifyWorld();
  await world.trust('a.pub', key.line);
  const verdict = await world.ours(addSignature(commit, armor));
  assert.match(verdict.kind === 'refused' ? verdict.why : 'verified', /must be over this commit/);
});

const refusals: readonly (readonly [string, SshParts, RegExp])[] = [
  ['of SHA-1', { algorithm: 'ssh-rsa' }, /rsa-sha2-256 or rsa-sha2-512, found ssh-rsa, which is SHA-1/],
  ['of an algorithm of another key', { algorithm: 'ssh-ed25519' }, /rsa-sha2-512, found "ssh-ed25519"/],
  ['of an unknown hash', { hash: 'md5' }, /found the hash "md5"; sha256 or sha512 is needed/],
  ['of another version', { version: 2 }, /an SSH signature of version 2; version 1 is known/],
  ['with bytes behind its end', { more: Buffer.of(0) }, /found a damaged SSH signature/],
  ['without a namespace', { namespace: '' }, /the namespace "git", found ""/],
  [
    'with a key that is cut off',
    { key: wireString('ssh-ed25519') },
    /found one made with a damaged key of type "ssh-ed25519"/,
  ],
  [
    'with a DSA key',
    { key: wireString('ssh-dss') },
    /found one made with a key of type "ssh-dss", which is not supported/,
  ],
];

const rsa = rsaKey(2048);
for (const [name, parts, said] of refusals) {
  test(`git and we refuse a signature ${name}`, async () => {
    const answer = await answers(rsa, parts);
    assert.match(answer.said, said);
    assert.equal(answer.git, false);
  });
}

test('git and we accept RSA with sha256', async () => {
  assert.deepEqual((await answers(rsa, { algorithm: 'rsa-sha2-256', hash: 'sha256' })).git, true);
  assert.match((await answers(rsa, { algorithm: 'rsa-sha2-256', hash: 'sha256' })).said, /^ssh-rsa SHA256:/);
});

test('a signature by a certificate is refused in so many words', async () => {
  await using world = await verifyWorld();
  const [authority, key] = [await world.newKey(), await world.newKey()];
  await keygen('-q', '-s', authority.file, '-I', 'ada', '-n', 'ada@example.org', `${key.file}.pub`);
  await world.trust('allowed_signers', `ada@example.org ${authority.publicKey}\n`);
  const signed = await sshSigned(commit, { ...key, file: `${key.file}-cert.pub` });
  const verdict = await world.ours(signed);
  assert.match(
    verdict.kind === 'refused' ? verdict.why : '',
    /made with a certificate; certificates are not supported/,
  );
});

test('no line of a signature that anybody may write reaches a sentence as it is', async () => {
  const { said } = await answers(rsa, { namespace: `\u001b[31m\n${'x'.repeat(500)}` });
  assert.match(said, /^[\x20-\x7e…]+$/);
  assert.ok(said.length < 400, said);
});

test('no commit with one other bit in what was signed is accepted', async () => {
  await using world = await verifyWorld();
  const key = await world.newKey();
  await world.trust('a.pub', key.publicKey);
  const signed = await sshSigned(commit, key);
  const [start, end] = [signed.indexOf('gpgsig'), signed.indexOf('-----END')];
  for (let at = 0; at < signed.length; at += 1) {
    if (at >= start && at < signed.indexOf('\n\n', end)) continue;
    const changed = Buffer.from(signed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const verdict = await world.ours(changed);
    assert.equal(verdict.kind, 'refused', `byte ${at}`);
  }
});

test('no damage of a signature is more than a refusal', async () => {
  await using world = await verifyWorld();
  const key = await world.newKey();
  await world.trust('a.pub', key.publicKey);
  const text = await sshSign(commit, key);
  const bytes = Buffer.from(text.replaceAll(/-----.*-----/g, ''), 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    for (const damaged of [
      bytes.subarray(0, at),
      Buffer.concat([bytes.subarray(0, at), Buffer.of(255), bytes.subarray(at + 1)]),
    ]) {
      if (damaged.equals(bytes)) continue;
      const armor = `-----BEGIN SSH SIGNATURE-----\n${damaged.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
      assert.equal((await world.ours(addSignature(commit, armor))).kind, 'refused', `byte ${at}`);
    }
  }
});
