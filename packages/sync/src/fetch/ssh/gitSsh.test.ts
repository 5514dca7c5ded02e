import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { listServerRefs } from 'isomorphic-git';
import { treeId } from '@couplet/volume';
import { eventually } from '../../../../../test/support/eventually.ts';
import { manyFiles } from '../../fixtures/gitWorld.ts';
import type { RefState } from '../repository.ts';
import { failure } from './fixtures/failure.ts';
import { makeKey } from './fixtures/keygen.ts';
import { sshWorld } from './fixtures/sshWorld.ts';
import { openSshTransport } from './openSshTransport.ts';
import { parseSshUrl } from './parseSshUrl.ts';

const never = new AbortController().signal;

function commitOf(state: RefState | undefined): string {
  assert.equal(state?.kind, 'fetched', state?.kind === 'stalled' ? state.why : '');
  return state?.kind === 'fetched' ? state.head.commit : '';
}

test('the first fetch brings the commit and its objects', async () => {
  await using world = await sshWorld();
  const commit = await world.push(manyFiles(100), 'Grow the shop');
  using opened = await world.open();
  const state = await opened.repository.fetch('main', {}, never);
  assert.equal(commitOf(state), commit);
  const tree = treeId(await world.copy.git('rev-parse', 'HEAD:d1'));
  assert.ok((await opened.repository.objects.readTree(tree)).length > 0);
});

test('a one-file commit among 1000 files transfers less than 4 KB, over the connection that is open', async () => {
  await using world = await sshWorld();
  await world.push(manyFiles(1000));
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  const commit = await world.push({ 'd1/f21.yaml': 'changed: true\n' });
  assert.deepEqual(await opened.repository.listMoved(['main'], never), ['main']);
  opened.received = 0;
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
  assert.ok(opened.received < 4096, `received ${opened.received} bytes`);
  assert.equal(world.sshd.logins(), 1);
});

test('listing one ref does not bring the others, where the server speaks protocol v2', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  const refspecs = Array.from({ length: 500 }, (_, index) => `HEAD:refs/heads/branch-${index}`);
  await world.copy.push({ refspecs });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  const before = opened.received;
  await opened.repository.listMoved(['main'], never);
  const received = opened.received - before;
  assert.ok(received > 0 && received < 1000, `received ${received} bytes`);
});

test('a server that refuses the variable for protocol v2 is listed by v0', async () => {
  await using world = await sshWorld({ acceptProtocol: false });
  const first = await world.push({ a: '1' });
  await world.copy.push({ refspecs: Array.from({ length: 20 }, (_, index) => `HEAD:refs/heads/branch-${index}`) });
  using opened = await world.open();
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), first);
  const before = opened.received;
  assert.deepEqual(await opened.repository.listMoved(['main'], never), []);
  assert.ok(opened.received - before > 1000, 'v0 lists every ref');
  await world.push({ a: '2' });
  assert.deepEqual(await opened.repository.listMoved(['main'], never), ['main']);
});

test('a force-push, a branch that goes and one that comes back are followed', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  await world.push({ a: '2' });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  await world.copy.git('reset', '--quiet', '--hard', 'HEAD~1');
  await world.copy.write({ a: '3' });
  const rewritten = await world.copy.commit('rewritten');
  await world.copy.push({ force: true });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), rewritten);
  await world.copy.push({ refspecs: ['HEAD:refs/heads/other', ':refs/heads/main'] });
  const gone = await opened.repository.fetch('main', {}, never);
  assert.match(gone.kind === 'stalled' ? gone.why : '', /no branch or tag "main"/);
  await world.copy.push({ refspecs: ['HEAD:refs/heads/main'] });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), rewritten);
});

test('an empty repository is stalled, not an error', async () => {
  await using world = await sshWorld();
  using opened = await world.open();
  assert.deepEqual(await opened.repository.listMoved(['main'], never), ['main']);
  const state = await opened.repository.fetch('main', {}, never);
  assert.deepEqual(state.kind === 'stalled' && state.why, 'the repository is empty');
});

test('a commit id is fetched, and one that the server does not hand out is stalled', async () => {
  await using world = await sshWorld();
  const first = await world.push({ a: '1' });
  await world.push({ a: '2' });
  using opened = await world.open();
  const gone = await opened.repository.fetch(first, {}, never);
  // Protocol v0 hands out the ends of refs only, unless the server says otherwise.
  assert.match(gone.kind === 'stalled' ? gone.todo : '', /uploadpack\.allowAnySHA1InWant/);
  await world.copy.git('-C', world.repositoryPath, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  assert.equal(commitOf(await opened.repository.fetch(first, {}, never)), first);
});

test('a path with quotes, spaces and $ reaches the server as it is', async () => {
  await using world = await sshWorld();
  const commit = await world.push({ a: '1' });
  const odd = join(dirname(world.repositoryPath), "it's $(a) `b`!.git");
  await rename(world.repositoryPath, odd);
  const path = encodeURIComponent(odd).replaceAll('%2F', '/');
  using opened = await world.open({ url: `ssh://${world.sshd.user}@127.0.0.1:${world.sshd.port}${path}` });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
});

for (const form of ['absolute', 'relative to the home of the user'] as const) {
  test(`user@host:path with a path that is ${form} reaches the repository`, async () => {
    await using world = await sshWorld();
    const commit = await world.push({ a: '1' });
    const path = form === 'absolute' ? world.repositoryPath : relative(homedir(), world.repositoryPath);
    const target = parseSshUrl(`${world.sshd.user}@127.0.0.1:${path}`);
    assert.ok(target !== undefined);
    // This form has no port.
    const options = { url: '', credentials: world.credentials, userAgent: '', onBytes: () => {}, now: () => 0 };
    const transport = openSshTransport({ ...target, port: world.sshd.port }, options);
    const ended = new AbortController();
    const http = await transport.open({ signal: ended.signal, limit: 1000 });
    const refs = await listServerRefs({ http, url: transport.url, prefix: 'refs/heads/main' });
    assert.deepEqual(
      refs.map(({ oid }) => oid),
      [commit],
    );
    ended.abort();
    transport.close();
  });
}

const keys: Record<string, string[]> = {
  Ed25519: ['ed25519'],
  RSA: ['rsa', '-b', '2048'],
  'RSA in PEM': ['rsa', '-b', '2048', '-m', 'PEM'],
  'RSA in PKCS#8': ['rsa', '-b', '2048', '-m', 'PKCS8'],
  'ECDSA 256': ['ecdsa', '-b', '256'],
  'ECDSA 384 in PEM': ['ecdsa', '-b', '384', '-m', 'PEM'],
  'ECDSA 521': ['ecdsa', '-b', '521'],
  'encrypted Ed25519': ['ed25519', '-N', 'open sesame'],
};
for (const [name, [type = '', ...options]] of Object.entries(keys)) {
  test(`a key of kind ${name} logs in`, async () => {
    await using world = await sshWorld();
    const commit = await world.push({ a: '1' });
    const key = await makeKey(world.directory, type, ...options);
    await world.sshd.authorize(key.publicKey);
    await world.credential('ssh-privatekey', key.privateKey);
    if (name.startsWith('encrypted')) await world.credential('ssh-passphrase', 'open sesame\n');
    using opened = await world.open();
    assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
  });
}

test('a key that the server does not know is refused, with file, user and fingerprint', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  await world.sshd.authorize();
  using opened = await world.open();
  const { message } = await failure(opened.repository.fetch('main', {}, never));
  assert.match(
    message,
    /^Cannot log in to \[127\.0\.0\.1\]:\d+: it refused user "\w+" with the key in \/.*\/ssh-privatekey \(ssh-ed25519 SHA256:/,
  );
});

test('a key that is rotated or revoked counts from the next fetch, also with a connection open', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  const next = await makeKey(world.directory, 'ed25519');
  await world.credential('ssh-privatekey', next.privateKey);
  await failure(opened.repository.fetch('main', {}, never));
  await world.sshd.authorize(next.publicKey);
  commitOf(await opened.repository.fetch('main', {}, never));
});

test('a missing key is named with its file', async () => {
  await using world = await sshWorld();
  using opened = await world.open({ credentials: '/nonexistent' });
  assert.equal(
    (await failure(opened.repository.fetch('main', {}, never))).message,
    'Cannot log in by ssh: /nonexistent/ssh-privatekey must hold the private key of a deploy key, found no such file',
  );
});

test('a wrong passphrase is named with both files, and nothing of the key is shown', async () => {
  await using world = await sshWorld();
  const key = await makeKey(world.directory, 'ed25519', '-N', 'right phrase');
  await world.credential('ssh-privatekey', key.privateKey);
  await world.credential('ssh-passphrase', 'wrong phrase');
  using opened = await world.open();
  const error = await failure(opened.repository.fetch('main', {}, never));
  assert.match(error.message, /the passphrase in \/.*\/ssh-passphrase must be the key's/);
  const shown = JSON.stringify([error, error.stack, String(error.cause)]);
  assert.equal(
    [...key.privateKey.split('\n').slice(1, -2), 'wrong phrase'].some((part) => shown.includes(part)),
    false,
  );
});

test('a repository that is not there is a sentence with the words of the server', async () => {
  await using world = await sshWorld();
  using opened = await world.open({ url: `${world.url}.absent` });
  assert.match(
    (await failure(opened.repository.fetch('main', {}, never))).message,
    /no such repository, or the key may not see it; check repository\.url and its permissions; the server says "fatal: '.*absent'/,
  );
});

test('a connection that the server dropped between two fetches is no error', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  using opened = await world.open();
  await opened.repository.fetch('main', {}, never);
  const commit = await world.push({ a: '2' });
  await world.sshd.restart();
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
});

test('a server that is down is an error, and the next fetch after its return works', async () => {
  await using world = await sshWorld();
  const commit = await world.push({ a: '1' });
  await world.sshd.stop();
  using opened = await world.open();
  assert.match((await failure(opened.repository.fetch('main', {}, never))).message, /nothing listens there/);
  await world.sshd.restart();
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
});

test('closing the repository closes the connection', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  {
    using opened = await world.open();
    await opened.repository.fetch('main', {}, never);
  }
  await eventually('sshd sees the end', () =>
    /Disconnected from|Connection closed/.test(world.sshd.log()) ? true : undefined,
  );
});

test('an agent of the person who runs it is not asked', async () => {
  await using world = await sshWorld();
  await world.push({ a: '1' });
  const inAgent = await makeKey(world.directory, 'ed25519');
  await world.sshd.authorize(inAgent.publicKey);
  const socket = join(world.directory, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const gone = new Promise((resolve) => agent.once('exit', resolve));
  process.env['SSH_AUTH_SOCK'] = socket;
  try {
    await eventually('the agent answers', () => (existsSync(socket) ? true : undefined));
    await promisify(execFile)('ssh-add', [inAgent.file]);
    using opened = await world.open();
    assert.match((await failure(opened.repository.fetch('main', {}, never))).message, /^Cannot log in to /);
  } finally {
    delete process.env['SSH_AUTH_SOCK'];
    agent.kill();
    await gone;
  }
});
