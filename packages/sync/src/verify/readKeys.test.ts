import assert from 'node:assert/strict';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { newPgpKey, pgpSigned, publicArmor, revoked } from './fixtures/openpgpKeys.ts';
import { unsignedCommit } from './fixtures/rawCommit.ts';
import { sshSigned } from './fixtures/sshSign.ts';
import { verifyWorld } from './fixtures/verifyWorld.ts';
import { readKeys } from './readKeys.ts';

async function why(directory: string): Promise<string> {
  const read = await readKeys(directory);
  return read.kind === 'refused' ? `${read.why} | ${read.todo}` : 'keys';
}

test('an absent directory is refused, with its path and what to do', async () => {
  const read = await why('/nonexistent/keys');
  assert.match(read, /^Cannot read the keys in \/nonexistent\/keys: .*found ENOENT at \/nonexistent\/keys \| mount /);
});

test('a directory without a public key is refused', async () => {
  await using world = await verifyWorld();
  await world.trust('README', 'x');
  assert.match(await why(world.keys), /must hold a public key in \*\.asc, .* found none \| add the public keys/);
});

test('what a mount keeps for itself is not read', async () => {
  await using world = await verifyWorld();
  const key = await world.newKey();
  const data = join(world.keys, '..2026_01_01');
  await mkdir(data);
  await writeFile(join(data, 'ada.pub'), key.publicKey);
  await symlink('..2026_01_01', join(world.keys, '..data'));
  await symlink('..data/ada.pub', join(world.keys, 'ada.pub'));
  await writeFile(join(world.keys, '.hidden.pub'), key.publicKey);
  const read = await readKeys(world.keys);
  assert.deepEqual(read.kind === 'keys' && read.ssh.map(({ place }) => place), ['ada.pub:1']);
});

test('a file that is over 1 MiB, or a directory, is refused with its path', async () => {
  await using world = await verifyWorld();
  await world.trust('big.pub', Buffer.alloc(1024 * 1024 + 1));
  assert.match(await why(world.keys), /found \S+big\.pub with 1048577 bytes/);
  await rename(join(world.keys, 'big.pub'), join(world.keys, 'big'));
  await mkdir(join(world.keys, 'ada.pub'));
  assert.match(await why(world.keys), /found \S+ada\.pub, which is no file/);
});

test('lines without use are left out and named, the others count', async () => {
  await using world = await verifyWorld();
  const [good, bad] = [await world.newKey(), await world.newKey('rsa', '-b', '1024')];
  await world.trust('all.pub', `# keys\n\n${good.publicKey} ada\n${bad.publicKey}\nrestrict ${good.publicKey}\n`);
  const read = await readKeys(world.keys);
  assert.deepEqual(read.kind === 'keys' && [read.ssh.length, ...read.leftOut], [
    1,
    'all.pub:4: it must be an ssh public key without options, found an RSA key of 1024 bits; at least 2048 are needed',
    'all.pub:5: it must be an ssh public key without options, found "restrict" where the type of a key belongs',
  ]);
});

test('what is left out is named where a commit is refused', async () => {
  await using world = await verifyWorld();
  await world.trust('a.pub', `${(await world.newKey()).publicKey}\n`);
  await world.trust('b.pub', 'ssh-dss AAAA\n');
  const verdict = await world.ours(await sshSigned(unsignedCommit(), await world.newKey()));
  assert.match(verdict.kind === 'refused' ? verdict.why : '', /; not used: b\.pub:1: .*damaged/);
});

test('a list of revoked keys that cannot be read refuses everything', async () => {
  await using world = await verifyWorld();
  await world.trust('a.pub', (await world.newKey()).publicKey);
  await world.trust('revoked', 'garbage\n');
  assert.match(await why(world.keys), /revoked: it must list revoked ssh public keys, .*found at revoked:1 "garbage"/);
  await world.trust('revoked', Buffer.from('SSHKRL\n\0\0\0\0\x01'));
  assert.match(await why(world.keys), /found a binary KRL of ssh-keygen -k \| write the keys there/);
});

test('a key in revoked.pub is not trusted by its file name', async () => {
  await using world = await verifyWorld();
  const key = await world.newKey();
  await world.trust('a.pub', key.publicKey);
  await world.trust('revoked.pub', key.publicKey);
  assert.equal((await world.ours(await sshSigned(unsignedCommit(), key))).kind, 'refused');
});

test('the version follows the content and the names of the files', async () => {
  await using world = await verifyWorld();
  const version = async (): Promise<string> => {
    const read = await readKeys(world.keys);
    return read.kind === 'keys' ? read.version : '';
  };
  await world.trust('a.pub', (await world.newKey()).publicKey);
  const [first, again] = [await version(), await version()];
  assert.equal(first, again);
  await rename(join(world.keys, 'a.pub'), join(world.keys, 'b.pub'));
  const renamed = await version();
  await world.trust('b.pub', (await world.newKey()).publicKey);
  assert.equal(new Set([first, renamed, await version()]).size, 3);
});

for (const [name, content, found] of [
  ['garbage', 'garbage', /bad\.asc must hold OpenPGP public keys, found /],
  ['half an armor', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabcd\n', /found an armor without its last line/],
  ['nothing', '', /bad\.asc must hold OpenPGP public keys, found /],
] as const) {
  test(`an OpenPGP file that holds ${name} refuses every OpenPGP signature, and is named`, async () => {
    await using world = await verifyWorld();
    const key = await newPgpKey();
    await world.trust('ada.asc', publicArmor(key));
    await world.trust('bad.asc', content);
    const verdict = await world.ours(await pgpSigned(unsignedCommit(), key));
    assert.match(verdict.kind === 'refused' ? verdict.why : '', found);
  });
}

test('a private key among the public ones is refused', async () => {
  await using world = await verifyWorld();
  const key = await newPgpKey();
  await world.trust('ada.asc', key.armor());
  const verdict = await world.ours(await pgpSigned(unsignedCommit(), key));
  assert.match(verdict.kind === 'refused' ? verdict.why : '', /found a private key, which must not be here/);
});

test('a bare revocation certificate is refused with what to do with it', async () => {
  await using world = await verifyWorld();
  const key = await newPgpKey();
  await world.trust('ada.asc', publicArmor(key));
  await world.trust('revocation.asc', (await (await revoked(key)).getRevocationCertificate()) as string);
  const verdict = await world.ours(await pgpSigned(unsignedCommit(), key));
  assert.match(
    verdict.kind === 'refused' ? verdict.why : '',
    /found no key; a revocation certificate must be imported/,
  );
});
