import assert from 'node:assert/strict';
import { glob, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { failure } from './fixtures/failure.ts';
import { fingerprint, keygen, makeKey } from './fixtures/keygen.ts';
import { sshWorld } from './fixtures/sshWorld.ts';
import type { SshWorld } from './fixtures/sshWorld.ts';

const never = new AbortController().signal;

async function fetchFrom(world: SshWorld): Promise<string> {
  using opened = await world.open();
  return (await opened.repository.fetch('main', {}, never)).kind;
}

function firstHostKey({ sshd }: SshWorld) {
  const [key] = sshd.hostKeys;
  assert.ok(key !== undefined);
  return key;
}

for (const [file, found] of [
  ['absent', 'no such file'],
  ['empty', 'no line for it'],
] as const) {
  test(`known_hosts is ${file}: refused with the fingerprint and the line to add, which then lets it in`, async () => {
    await using world = await sshWorld();
    await world.push({ a: '1' });
    if (file === 'absent') await rm(join(world.credentials, 'known_hosts'));
    else await world.credential('known_hosts', '');
    const { message } = await failure(fetchFrom(world));
    assert.ok(message.startsWith(`Cannot trust ${world.name}: `), message);
    assert.ok(message.includes(`known_hosts must have the host's key, found ${found}; it offers ssh-ed25519`), message);
    assert.ok(message.includes(await fingerprint(firstHostKey(world))), message);
    assert.match(message, /after checking this fingerprint with the host's owner/);
    const line = /add the line "([^"]+)"$/.exec(message)?.[1] ?? '';
    await world.credential('known_hosts', `${line}\n`);
    assert.equal(await fetchFrom(world), 'fetched');
  });
}

test('a host that is not known gets no sight of our key', async () => {
  await using world = await sshWorld();
  await world.credential('known_hosts', '');
  await failure(fetchFrom(world));
  assert.doesNotMatch(world.sshd.log(), /publickey|Accepted|userauth/);
});

test('lines that cannot be read are named when they may be the reason', async () => {
  await using world = await sshWorld();
  await world.credential('known_hosts', `# ours\n${world.name} ssh-ed25519\n`);
  assert.match((await failure(fetchFrom(world))).message, /no line for it \(and cannot read line 2\)/);
});

test('a changed host key is refused with both fingerprints, and the repository goes on with what it has', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  const before = await fingerprint(firstHostKey(world));
  const other = await makeKey(world.directory, 'ed25519');
  await world.sshd.restart([other]);
  const { message } = await failure(opened.repository.fetch('main', {}, never));
  assert.match(message, /its host key has changed/);
  assert.ok(
    message.includes(`has ssh-ed25519 ${before} (line 1), found ssh-ed25519 ${await fingerprint(other)}`),
    message,
  );
  assert.equal(opened.repository.state('main')?.kind, 'fetched');
});

test('a host that has no key of a known type any more is a changed one', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  const other = await makeKey(world.directory, 'ecdsa');
  await world.sshd.restart([other]);
  const { message } = await failure(fetchFrom(world));
  assert.match(message, /its host key has changed/);
  assert.ok(message.includes(`found ecdsa-sha2-nistp256 ${await fingerprint(other)}`), message);
});

for (const type of ['ed25519', 'rsa', 'ecdsa']) {
  test(`a host with keys of every type is known by its ${type} key alone`, async () => {
    await using world = await sshWorld({ hostKeyTypes: ['ed25519', 'rsa', 'ecdsa'] });
    await world.push({ a: '1' });
    const known = world.sshd.hostKeys[['ed25519', 'rsa', 'ecdsa'].indexOf(type)];
    await world.credential('known_hosts', `${world.name} ${known?.publicKey}\n`);
    assert.equal(await fetchFrom(world), 'fetched');
  });
}

test('lines hashed by ssh-keygen -H are understood', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  const file = join(world.credentials, 'known_hosts');
  await keygen('-H', '-f', file);
  assert.match(await readFile(file, 'utf8'), /^\|1\|/);
  assert.equal(await fetchFrom(world), 'fetched');
});

const accepted: Record<string, (world: SshWorld, key: string) => string> = {
  'a comment, another host and an older key before it': ({ name }, key) =>
    `# git\nexample.org ${key}\n${name} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN0l5SCYN5u63zVvHRzSNKKpRoDs7jzU3wHBvOlFpVyJ\n${name} ${key} comment\n`,
  'a wildcard': (_, key) => `[127.0.0.*]:* ${key}\n`,
  'several names': ({ name }, key) => `example.org,${name} ${key}\n`,
};
for (const [name, line] of Object.entries(accepted)) {
  test(`known_hosts with ${name} lets it in`, async () => {
    await using world = await sshWorld();
    await world.push({ a: '1' });
    await world.credential('known_hosts', line(world, firstHostKey(world).publicKey));
    assert.equal(await fetchFrom(world), 'fetched');
  });
}

const refused: Record<string, { line: (world: SshWorld, key: string) => string; says: RegExp }> = {
  'a line that revokes the key': {
    line: ({ name }, key) => `${name} ${key}\n@revoked * ${key}\n`,
    says: /line 2 of \/.*\/known_hosts revokes the key it offers/,
  },
  'a pattern that rules the host out': { line: ({ name }, key) => `*,!${name} ${key}\n`, says: /no line for it/ },
  'a line for the host on port 22': { line: (_, key) => `127.0.0.1 ${key}\n`, says: /no line for it/ },
  'an authority alone': {
    line: ({ name }, key) => `@cert-authority ${name} ${key}\n`,
    says: /host certificates \(@cert-authority in line 1 of .*\) are not checked by Couplet/,
  },
  'only a security key': {
    line: ({ name }) => {
      const blob = Buffer.concat([Buffer.from([0, 0, 0, 26]), Buffer.from('sk-ssh-ed25519@openssh.com')]);
      return `${name} sk-ssh-ed25519@openssh.com ${blob.toString('base64')}\n`;
    },
    says: /must have an Ed25519, ECDSA or RSA key of the host, found sk-ssh-ed25519@openssh\.com SHA256:/,
  },
};
for (const [name, { line, says }] of Object.entries(refused)) {
  test(`known_hosts with ${name} does not`, async () => {
    await using world = await sshWorld();
    await world.push({ a: '1' });
    await world.credential('known_hosts', line(world, firstHostKey(world).publicKey));
    assert.match((await failure(fetchFrom(world))).message, says);
  });
}

test('a host key revoked in known_hosts counts at once, also with a connection open', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  await world.credential('known_hosts', `@revoked * ${firstHostKey(world).publicKey}\n`);
  assert.match((await failure(opened.repository.fetch('main', {}, never))).message, /revokes the key/);
});

test('no other source file makes an ssh connection, so that none goes without a check of the host key', async () => {
  const makers: string[] = [];
  for await (const name of glob('**/*.ts', { cwd: join(import.meta.dirname, '..', '..') })) {
    if (/\.test\.ts$|fixtures\//.test(name)) continue;
    const text = await readFile(join(import.meta.dirname, '..', '..', name), 'utf8');
    if (/\bnew (ssh2\.)?Client\(/.test(text)) makers.push(name);
  }
  assert.deepEqual(makers, ['fetch/ssh/openSshClient.ts']);
});
