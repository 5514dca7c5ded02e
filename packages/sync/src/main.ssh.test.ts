import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { fingerprint, makeKey } from './fetch/ssh/fixtures/keygen.ts';
import type { KeyPair } from './fetch/ssh/fixtures/keygen.ts';
import { startSshd } from './fetch/ssh/fixtures/sshd.ts';
import type { Sshd, SshdOptions } from './fetch/ssh/fixtures/sshd.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';

type SshProcess = AsyncDisposable & {
  readonly world: SyncProcess;
  readonly sshd: Sshd;
  know(key: KeyPair): Promise<void>;
};

/** sync as a process that follows the repository through a real sshd, with one commit published. */
async function publishedOverSsh(options: SshdOptions = {}): Promise<SshProcess & { readonly first: string }> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await SyncProcess.prepare());
  const { directory, credentials, server } = world.git;
  const sshd = stack.use(await startSshd(directory, options));
  const key = await makeKey(directory, 'ed25519');
  await sshd.authorize(key.publicKey);
  await writeFile(join(credentials, 'ssh-privatekey'), key.privateKey);
  const know = ({ publicKey }: KeyPair): Promise<void> =>
    writeFile(join(credentials, 'known_hosts'), `[127.0.0.1]:${sshd.port} ${publicKey}\n`);
  await know(hostKeyOf(sshd));
  const url = `ssh://${sshd.user}@127.0.0.1:${sshd.port}${server.repositoryDirectory('config')}`;
  await world.configure([{ name: 'staging', ref: 'main' }], { url });
  const first = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(first);
  const owned = stack.move();
  return { world, sshd, know, first, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function hostKeyOf({ hostKeys }: Sshd): KeyPair {
  const [key] = hostKeys;
  assert.ok(key);
  return key;
}

test('over ssh a push and its webhook are published, over the connection that is open', async () => {
  await using ssh = await publishedOverSsh();
  const second = await ssh.world.git.push({ a: '2' });
  await ssh.world.notify();
  await ssh.world.reaches(second);
  assert.equal(ssh.sshd.logins(), 1);
});

test('a host key that changes while sync runs is an alert with both fingerprints, what is published stays, and known_hosts ends it', async () => {
  await using ssh = await publishedOverSsh();
  const { world, sshd } = ssh;
  const before = await fingerprint(hostKeyOf(sshd));
  const other = await makeKey(world.git.directory, 'ed25519');
  await sshd.restart([other]);
  const second = await world.git.push({ a: '2' });
  await world.notify();
  const why = await eventually('the status has the alert', async () => {
    const { environments } = await world.json('/status');
    return environments[0].state === 'failed' ? String(environments[0].error.why) : undefined;
  });
  assert.ok(why.includes(before) && why.includes(await fingerprint(other)), why);
  assert.equal((await world.publication())?.commit, ssh.first);
  await ssh.know(other);
  await world.reaches(second);
});

test('a connection that sshd closes for being idle is replaced at the next push', async () => {
  await using ssh = await publishedOverSsh({ lines: ['UnusedConnectionTimeout 1'] });
  await eventually('sshd closes it', () => (/inactive|timeout/i.test(ssh.sshd.log()) ? true : undefined), {
    last: () => ssh.sshd.log().slice(-500),
  });
  const second = await ssh.world.git.push({ a: '2' });
  await ssh.world.notify();
  await ssh.world.reaches(second);
  assert.equal(ssh.sshd.logins(), 2);
});

test('while sshd is down the cause is named, and its return needs neither a restart nor a webhook', async () => {
  await using ssh = await publishedOverSsh();
  const { world, sshd } = ssh;
  await sshd.stop();
  const second = await world.git.push({ a: '2' });
  await world.notify();
  const why = await eventually('the status names the cause', async () => {
    const { environments } = await world.json('/status');
    return environments[0].state === 'failed' ? String(environments[0].error.why) : undefined;
  });
  assert.match(why, /nothing listens there|cut the connection|Cannot reach/);
  assert.equal((await world.publication())?.commit, ssh.first);
  await sshd.restart();
  await world.reaches(second);
});
