import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPgpKey, pgpSign, pgpSigned, publicArmor, revoked, subkeyRevoked } from './fixtures/openpgpKeys.ts';
import { gpgHome } from './fixtures/gpgHome.ts';
import { addSignature, unsignedCommit } from './fixtures/rawCommit.ts';
import { verifyWorld } from './fixtures/verifyWorld.ts';
import type { VerifyWorld } from './fixtures/verifyWorld.ts';

type Case = {
  readonly name: string;
  readonly make: (world: VerifyWorld) => Promise<Buffer>;
  readonly verified?: RegExp;
  readonly refused?: RegExp;
  /** Git is less strict. */
  readonly gitAccepts?: true;
};

const commit = unsignedCommit();
const day = 24 * 3600;

const clock = (date: string): string[] => ['--faked-system-time', `${date}T000000!`];

const cases: readonly Case[] = [
  {
    name: 'a commit signed by a key',
    verified: /^OpenPGP [0-9A-F]{40} \(Ada Example <ada@example\.org>\)$/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a commit signed by a subkey',
    verified: /Ada/,
    async make(world) {
      const key = await newPgpKey({ withSubkey: true });
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a commit signed by a key in a binary file of two',
    verified: /Ada/,
    async make(world) {
      const keys = [await newPgpKey(), await newPgpKey()] as const;
      await world.trust('both.gpg', Buffer.concat(keys.map((key) => key.toPublic().write())));
      return pgpSigned(commit, keys[1]);
    },
  },
  {
    name: 'a commit signed by the second key in an armored file',
    verified: /Ada/,
    async make(world) {
      const keys = [await newPgpKey(), await newPgpKey()] as const;
      await world.trust('both.asc', keys.map(publicArmor).join('\n'));
      return pgpSigned(commit, keys[1]);
    },
  },
  {
    name: 'a commit signed by an RSA key',
    verified: /Ada/,
    async make(world) {
      const key = await newPgpKey({ rsaBits: 2048 });
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a commit signed by another key',
    refused: /must be signed by a key in \S+, found OpenPGP key id [0-9A-F]{16}$/,
    async make(world) {
      await world.trust('ada.asc', publicArmor(await newPgpKey()));
      return pgpSigned(commit, await newPgpKey());
    },
  },
  {
    name: 'a commit signed by a key that expired since',
    refused: /the key that signed it must not have expired, found that it has \(OpenPGP [0-9A-F]{40}\)$/,
    async make(world) {
      const key = await newPgpKey({ created: '2020-01-01T00:00:00Z', expiresIn: 10 * day });
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key, { at: '2020-01-05T00:00:00Z' });
    },
  },
  {
    name: 'a commit signed by a subkey that expired since',
    refused: /the key that signed it must not have expired/,
    async make(world) {
      const key = await newPgpKey({ created: '2020-01-01T00:00:00Z', withSubkey: true, subkeyExpiresIn: 10 * day });
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key, { at: '2020-01-05T00:00:00Z' });
    },
  },
  {
    name: 'a commit signed by a key that was revoked since',
    refused: /the key that signed it must not be revoked, found that it is revoked/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(await revoked(key)));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a commit signed by a subkey that was revoked since',
    refused: /the key that signed it must not be revoked/,
    async make(world) {
      const key = await newPgpKey({ withSubkey: true });
      await world.trust('ada.asc', publicArmor(await subkeyRevoked(key)));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a commit signed by a key that one of two copies says is revoked',
    refused: /the key that signed it must not be revoked/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('a.asc', publicArmor(key));
      await world.trust('b.asc', publicArmor(await revoked(key)));
      return pgpSigned(commit, key);
    },
  },
  {
    name: 'a changed message',
    refused: /its signature must be over this commit, found another/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(key));
      return Buffer.from((await pgpSigned(commit, key)).toString('latin1').replace('Grow', 'Glow'), 'latin1');
    },
  },
  {
    name: 'a changed tree',
    refused: /its signature must be over this commit/,
    async make(world) {
      const key = await newPgpKey({ rsaBits: 2048 });
      await world.trust('ada.asc', publicArmor(key));
      return Buffer.from(
        (await pgpSigned(commit, key)).toString('latin1').replace(/^tree ..../, 'tree 0000'),
        'latin1',
      );
    },
  },
  {
    name: 'the signature of another commit',
    refused: /its signature must be over this commit/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(key));
      return addSignature(commit, await pgpSign(unsignedCommit({ message: 'Other\n' }), key));
    },
  },
  {
    name: 'a damaged signature',
    refused: /must be one that can be checked, found one that is damaged/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(key));
      return addSignature(commit, (await pgpSign(commit, key)).replace(/\n\n.{40}/, '\n\n'));
    },
  },
  {
    name: 'two signatures',
    refused: /must be one that can be checked, found one that is damaged/,
    async make(world) {
      const key = await newPgpKey();
      await world.trust('ada.asc', publicArmor(key));
      return addSignature(commit, (await pgpSign(commit, key)) + (await pgpSign(commit, key)));
    },
  },
  {
    name: 'a signature of SHA-1',
    refused: /it must be signed with SHA-2, found a weak hash/,
    async make(world) {
      await using home = await gpgHome(world.directory, 'rsa2048');
      await world.trust('ada.asc', await home.gpg(['--export', '--armor']));
      const options = ['--digest-algo', 'SHA1', '--armor', '--detach-sign'];
      return addSignature(commit, await home.gpg(options, commit));
    },
    gitAccepts: true,
  },
  {
    name: 'a commit whose signature has expired',
    refused: /its signature must not have expired, found that it has/,
    async make(world) {
      await using home = await gpgHome(world.directory, 'ed25519', ...clock('20200101'));
      await world.trust('ada.asc', await home.gpg(['--export', '--armor']));
      const options = [...clock('20200102'), '--default-sig-expire', '1d', '--armor', '--detach-sign'];
      return addSignature(commit, await home.gpg(options, commit));
    },
  },
  {
    name: 'a commit signed before the key got another expiry',
    verified: /Ada/,
    async make(world) {
      await using home = await gpgHome(world.directory, 'ed25519', ...clock('20200101'));
      const signed = addSignature(commit, await home.gpg([...clock('20200102'), '--armor', '--detach-sign'], commit));
      const [, print = ''] = /^fpr:+([0-9A-F]+):/m.exec(await home.gpg(['--with-colons', '--list-keys'])) ?? [];
      await home.gpg([...clock('20200103'), '--quick-set-expire', print, '20y']);
      await world.trust('ada.asc', await home.gpg(['--export-options', 'export-minimal', '--export', '--armor']));
      return signed;
    },
  },
  {
    name: 'a signature by an RSA key of 1024 bits',
    refused: /the key that signed it must be strong enough, found a weak key/,
    async make(world) {
      const key = await newPgpKey({ rsaBits: 1024 });
      await world.trust('ada.asc', publicArmor(key));
      return pgpSigned(commit, key);
    },
    gitAccepts: true,
  },
];

for (const { name, make, verified, refused = /^$/, gitAccepts } of cases) {
  const who = gitAccepts === true ? 'we alone' : 'git and we';
  test(`${who} ${verified === undefined ? 'refuse' : 'accept'} ${name}`, async () => {
    await using world = await verifyWorld();
    const made = await make(world);
    const verdict = await world.ours(made);
    if (verdict.kind === 'verified') assert.match(verdict.by, verified ?? /^refused$/);
    else assert.match(verdict.why, refused);
    assert.equal(await world.gits(made), gitAccepts ?? verified !== undefined);
  });
}
