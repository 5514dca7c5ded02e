import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createServer } from 'node:net';
import { portOf } from '../../../../../test/support/portOf.ts';
import { gitWorld } from '../../fixtures/gitWorld.ts';
import type { RepositoryOptions } from '../repository.ts';
import { failure } from './fixtures/failure.ts';
import { randomBytes } from 'node:crypto';
import { packEntry, packOf } from '../../fixtures/packs.ts';
import { answerEndlessly, flood, runCommand, runUntil, socketOf, startFaultyServer } from './fixtures/faultyServer.ts';
import { makeKey } from './fixtures/keygen.ts';
import { openRepository } from './fixtures/sshWorld.ts';
import { writeFile } from 'node:fs/promises';

const never = new AbortController().signal;

async function faultyWorld(options: Partial<RepositoryOptions> = {}) {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await gitWorld());
  await world.push({ 'a.yaml': 'a: 1\n'.repeat(2000) });
  const hostKey = await makeKey(world.directory, 'ed25519');
  const server = stack.use(await startFaultyServer(hostKey));
  await writeFile(join(world.credentials, 'ssh-privatekey'), hostKey.privateKey);
  await writeFile(join(world.credentials, 'known_hosts'), `[127.0.0.1]:${server.port} ${hostKey.publicKey}\n`);
  const url = `ssh://git@127.0.0.1:${server.port}${world.server.repositoryDirectory('config')}`;
  const git = join(world.directory, 'git');
  const { repository } = stack.use(await openRepository({ url, git, credentials: world.credentials, ...options }));
  return { world, server, repository, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('a server that runs the program and says nothing is given up at the deadline, and the next fetch works', async () => {
  await using faulty = await faultyWorld({ timeout: 400 });
  faulty.server.behaviour = () => {};
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /answer completely within 0\.4 s/);
  faulty.server.behaviour = runCommand;
  await assert.doesNotReject(async () => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await faulty.repository.fetch('main', {}, never);
      } catch (error) {
        // A busy machine may need longer than the short deadline above.
        if (tries === 20) throw error;
      }
    }
  });
});

test('a machine that accepts the connection and says nothing is given up at the deadline', async () => {
  await using world = await gitWorld();
  const server = createServer((socket) => void socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const key = await makeKey(world.directory, 'ed25519');
  await writeFile(join(world.credentials, 'ssh-privatekey'), key.privateKey);
  using opened = await openRepository({
    url: `ssh://git@127.0.0.1:${portOf(server)}/a.git`,
    git: join(world.directory, 'git'),
    credentials: world.credentials,
    timeout: 200,
  });
  assert.match((await failure(opened.repository.fetch('main', {}, never))).message, /answer completely within 0\.2 s/);
  await new Promise((resolve) => server.close(resolve));
});

test('a machine that does not speak ssh is a sentence', async () => {
  await using world = await gitWorld();
  const key = await makeKey(world.directory, 'ed25519');
  await writeFile(join(world.credentials, 'ssh-privatekey'), key.privateKey);
  using opened = await openRepository({
    url: `ssh://git@127.0.0.1:${new URL(world.url).port}/a.git`,
    git: join(world.directory, 'git'),
    credentials: world.credentials,
  });
  assert.match(
    (await failure(opened.repository.fetch('main', {}, never))).message,
    /^Cannot reach \[127\.0\.0\.1\]:\d+: /,
  );
});

test('a host name that does not resolve is a sentence', async () => {
  await using world = await gitWorld();
  const key = await makeKey(world.directory, 'ed25519');
  await writeFile(join(world.credentials, 'ssh-privatekey'), key.privateKey);
  const git = join(world.directory, 'git');
  using opened = await openRepository({ url: 'git@host.invalid:a.git', git, credentials: world.credentials });
  assert.match(
    (await failure(opened.repository.fetch('main', {}, never))).message,
    /^Cannot reach host\.invalid: its name does not resolve/,
  );
});

test('aborting ends a fetch at once, with the reason of the signal', async () => {
  await using faulty = await faultyWorld();
  const stop = new AbortController();
  const reason = new Error('the program stops');
  faulty.server.behaviour = () => stop.abort(reason);
  await assert.rejects(faulty.repository.fetch('main', {}, stop.signal), reason);
});

for (const bytes of [0, 100, 300, 600]) {
  test(`a connection cut after ${bytes} bytes is an error, and the next fetch works`, async () => {
    await using faulty = await faultyWorld();
    faulty.server.behaviour = runUntil(bytes, (_, client) => socketOf(client).resetAndDestroy());
    await failure(faulty.repository.fetch('main', {}, never));
    faulty.server.behaviour = runCommand;
    assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  });

  test(`a channel that ends politely after ${bytes} bytes is an error, and the next fetch works`, async () => {
    await using faulty = await faultyWorld();
    faulty.server.behaviour = runUntil(bytes, (channel) => {
      channel.exit(0);
      channel.end();
    });
    await assert.rejects(faulty.repository.fetch('main', {}, never));
    faulty.server.behaviour = runCommand;
    assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  });
}

test('standard error without end is given up, and quoted shortly', async () => {
  await using faulty = await faultyWorld();
  const words = 'token=hunter2hunter2 '.repeat(1000);
  faulty.server.behaviour = (channel, _, client) => flood(channel, client, () => channel.stderr.write(words));
  const { message } = await failure(faulty.repository.fetch('main', {}, never));
  assert.match(message, /standard error must be short, found no end of it; the server says "/);
  assert.doesNotMatch(message, /hunter2/);
  assert.ok(message.length < 600, message);
});

test('an answer over the limit is given up, and the next fetch works', async () => {
  await using faulty = await faultyWorld({ largestPack: 20_000 });
  const pack = packOf([packEntry({ kind: 'blob', content: randomBytes(60_000) })]);
  const pieces = Array.from({ length: Math.ceil(pack.length / 8191) }, (_, index) =>
    pack.subarray(index * 8191, (index + 1) * 8191),
  );
  const lines = pieces.map((piece) => [(piece.length + 5).toString(16).padStart(4, '0'), '\x01', piece]);
  faulty.server.behaviour = answerEndlessly(Buffer.concat(lines.flat().map((part) => Buffer.from(part))));
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /may have 20000 bytes, found more/);
  faulty.server.behaviour = runCommand;
  assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
});

test('progress without end is given up at the deadline', async () => {
  await using faulty = await faultyWorld({ timeout: 1500 });
  faulty.server.behaviour = answerEndlessly(Buffer.from('0009\x02wait'));
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /answer completely within 1\.5 s/);
});

test('a list of refs without end is given up', async () => {
  await using faulty = await faultyWorld();
  const line = `${'1'.repeat(40)} refs/heads/${'x'.repeat(60_000)}\n`;
  const chunk = (line.length + 4).toString(16).padStart(4, '0') + line;
  faulty.server.behaviour = (channel, _, client) => flood(channel, client, () => channel.write(chunk));
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /may have \d+ bytes, found more/);
});

test('a greeting of the login shell in the place of the refs is quoted', async () => {
  await using faulty = await faultyWorld();
  faulty.server.behaviour = (channel) => {
    channel.write('Welcome!\n');
    channel.exit(0);
    channel.end();
  };
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /must list them, found "Welcome!"/);
});

test('a server that ends each connection after one program is logged in to again', async () => {
  await using faulty = await faultyWorld();
  faulty.server.behaviour = (channel, command, client) => {
    channel.once('close', () => client.end());
    runCommand(channel, command, client);
  };
  for (const content of ['1', '2', '3']) {
    await faulty.world.push({ a: content });
    assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  }
  assert.equal(faulty.server.logins, 3);
});

test('a connection cut while it lay idle is replaced', async () => {
  await using faulty = await faultyWorld();
  await faulty.repository.fetch('main', {}, never);
  await faulty.world.push({ a: '2' });
  faulty.server.cut();
  assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  assert.equal(faulty.server.logins, 2);
});
