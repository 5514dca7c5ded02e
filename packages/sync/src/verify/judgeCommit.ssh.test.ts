import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyPair } from '../fetch/ssh/fixtures/keygen.ts';
import { addSignature, unsignedCommit } from './fixtures/rawCommit.ts';
import { sshSign, sshSigned } from './fixtures/sshSign.ts';
import { verifyWorld } from './fixtures/verifyWorld.ts';
import type { VerifyWorld } from './fixtures/verifyWorld.ts';

type Case = {
  readonly name: string;
  /** Trusts what it wants to, and answers the commit. */
  readonly make: (world: VerifyWorld, key: KeyPair) => Promise<Buffer>;
  /** Of `by` when it is verified, of `why` when it is refused. */
  readonly verified?: RegExp;
  readonly refused?: RegExp;
};

const may = Date.parse('2026-05-01T12:00:00Z') / 1000;
const trust = (world: VerifyWorld, key: KeyPair): Promise<void> => world.trust('ada.pub', `${key.publicKey} ada\n`);
const allow = (world: VerifyWorld, key: KeyPair, options = ''): Promise<void> =>
  world.trust('allowed_signers', `ada@example.org ${options} ${key.publicKey} comment\n`);

const cases: readonly Case[] = [
  {
    name: 'an unsigned commit',
    refused: /: it must be signed by a key in \S+, found no signature$/,
    make: async (world, key) => (await trust(world, key), unsignedCommit()),
  },
  {
    name: 'a commit signed by a key in a .pub file',
    verified: /^ssh-ed25519 SHA256:\S{43}$/,
    make: async (world, key) => (await trust(world, key), sshSigned(unsignedCommit(), key)),
  },
  {
    name: 'a commit signed by a key in allowed_signers',
    verified: /^ssh-ed25519 SHA256:\S{43} \(ada@example\.org\)$/,
    make: async (world, key) => (await allow(world, key, 'namespaces="git"'), sshSigned(unsignedCommit(), key)),
  },
  {
    name: 'a commit signed by another key',
    refused: /must be signed by a key in \S+, found ssh-ed25519 SHA256:\S{43}$/,
    make: async (world) => (
      await trust(world, await world.newKey()),
      sshSigned(unsignedCommit(), await world.newKey())
    ),
  },
  {
    name: 'a commit signed by a revoked key',
    refused: /the key that signed it must not be in \S+\/revoked\*, found ssh-ed25519/,
    async make(world, key) {
      await trust(world, key);
      await world.trust('revoked', `# lost in May\n${key.publicKey}\n`);
      return sshSigned(unsignedCommit(), key);
    },
  },
  {
    name: 'a commit of a time after the key',
    refused: /is valid before 2026-04-30T00:00:00Z \(allowed_signers:1\), found a committer's date of 2026-05-01T12/,
    async make(world, key) {
      await allow(world, key, 'valid-before="20260430"');
      return sshSigned(unsignedCommit({ committedAt: may }), key);
    },
  },
  {
    name: 'a commit of a time before the key',
    refused: /is valid after 2026-05-01T12:00:01Z/,
    async make(world, key) {
      await allow(world, key, 'valid-after="20260501120001"');
      return sshSigned(unsignedCommit({ committedAt: may }), key);
    },
  },
  {
    name: 'a commit of the very second in which the key starts',
    verified: /ada@example/,
    async make(world, key) {
      await allow(world, key, 'valid-after="20260501120000",valid-before="20260501120001"');
      return sshSigned(unsignedCommit({ committedAt: may }), key);
    },
  },
  {
    name: 'a commit of the very second in which the key ends',
    verified: /ada@example/,
    async make(world, key) {
      await allow(world, key, 'valid-after="20260501115959",valid-before="20260501120000"');
      return sshSigned(unsignedCommit({ committedAt: may }), key);
    },
  },
  {
    name: 'a commit signed by a key that is expired in one line and valid in the next',
    verified: /\(both@example\.org\)/,
    async make(world, key) {
      const lines = ['ada@example.org valid-before="20200101"', 'both@example.org'];
      await world.trust('allowed_signers', lines.map((line) => `${line} ${key.publicKey}\n`).join(''));
      return sshSigned(unsignedCommit({ committedAt: may }), key);
    },
  },
  {
    name: 'a commit signed by a key for other namespaces',
    refused: /allowed_signers:1 must allow ssh-ed25519 \S+ the namespace "git", found "file,e\*"/,
    make: async (world, key) => (await allow(world, key, 'namespaces="file,e*"'), sshSigned(unsignedCommit(), key)),
  },
  {
    name: 'a signature made for another namespace',
    refused: /must be made for the namespace "git", found "file"/,
    make: async (world, key) => (await trust(world, key), sshSigned(unsignedCommit(), key, 'file')),
  },
  {
    name: 'a changed message',
    refused: /must be over this commit, found one by ssh-ed25519/,
    async make(world, key) {
      await trust(world, key);
      const signed = await sshSigned(unsignedCommit({ message: 'Grow\n' }), key);
      return Buffer.from(signed.toString('latin1').replace('Grow', 'Glow'), 'latin1');
    },
  },
  {
    name: 'a changed tree',
    refused: /must be over this commit/,
    async make(world, key) {
      await trust(world, key);
      const signed = await sshSigned(unsignedCommit(), key);
      return Buffer.from(signed.toString('latin1').replace(/^tree ..../, 'tree 0000'), 'latin1');
    },
  },
  {
    name: 'the signature of another commit',
    refused: /must be over this commit/,
    async make(world, key) {
      await trust(world, key);
      return addSignature(unsignedCommit(), await sshSign(unsignedCommit({ message: 'Other\n' }), key));
    },
  },
  {
    name: 'a key trusted only as an authority of certificates',
    refused: /must hold a public key in .*, found none that can be used; allowed_signers:1: .*cert-authority/,
    make: async (world, key) => (await allow(world, key, 'cert-authority'), sshSigned(unsignedCommit(), key)),
  },
  {
    name: 'a signature of sha256',
    verified: /ssh-ed25519/,
    async make(world, key) {
      await trust(world, key);
      const commit = unsignedCommit();
      return addSignature(commit, await sshSign(commit, key, 'git', '-Ohashalg=sha256'));
    },
  },
  {
    name: 'a damaged signature',
    refused: /its SSH signature must be one that can be checked, found a damaged SSH signature/,
    async make(world, key) {
      await trust(world, key);
      const commit = unsignedCommit();
      return addSignature(commit, (await sshSign(commit, key)).replace(/\n.{20}/, '\n'));
    },
  },
];

for (const { name, make, verified, refused = /^$/ } of cases) {
  test(`git and we agree to ${verified === undefined ? 'refuse' : 'accept'} ${name}`, async () => {
    await using world = await verifyWorld();
    const commit = await make(world, await world.newKey());
    const verdict = await world.ours(commit);
    if (verdict.kind === 'verified') assert.match(verdict.by, verified ?? /^refused$/);
    else assert.match(verdict.why, refused);
    assert.equal(await world.gits(commit), verified !== undefined);
  });
}

for (const [type, ...options] of [
  ['rsa', '-b', '2048'],
  ['ecdsa', '-b', '256'],
  ['ecdsa', '-b', '384'],
  ['ecdsa', '-b', '521'],
] as const) {
  test(`git and we accept a commit signed by a key of ${type} ${options[1]}`, async () => {
    await using world = await verifyWorld();
    const key = await world.newKey(type, ...options);
    await trust(world, key);
    const commit = await sshSigned(unsignedCommit(), key);
    const verdict = await world.ours(commit);
    assert.equal(verdict.kind, 'verified', JSON.stringify(verdict));
    assert.equal(await world.gits(commit), true);
  });
}
