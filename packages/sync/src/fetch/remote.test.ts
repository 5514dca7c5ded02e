import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFaultyProxy } from '../../../../test/support/faultyProxy.ts';
import type { Fault } from '../../../../test/support/faultyProxy.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { selfSigned } from '../fixtures/certificate.ts';
import { gitWorld } from '../fixtures/gitWorld.ts';
import { RemoteError } from './remoteError.ts';
import { Repository } from './repository.ts';
import type { RepositoryOptions } from './repository.ts';

const never = new AbortController().signal;

async function faultyWorld(options: Partial<RepositoryOptions> = {}) {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await gitWorld({ username: 'bot', password: 'right' }));
  await world.push({ 'a.yaml': 'a: 1\n'.repeat(2000) });
  const proxy = stack.use(await startFaultyProxy(world.server.url));
  const repository = stack.adopt(
    await Repository.open({
      url: `${proxy.url}/config.git`,
      git: join(world.directory, 'git'),
      credentials: world.credentials,
      timeout: 20_000,
      userAgent: 'couplet/test',
      onBytes: () => {},
      now: () => 0,
      ...options,
    }),
    (opened) => opened.close(),
  );
  return { world, proxy, repository, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function failure(work: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await work.then(
    () => assert.fail('it must be rejected'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RemoteError, String(error));
  return error;
}

const onPack = (fault: Fault) => (request: IncomingMessage) => (request.method === 'POST' ? fault : undefined);

const statuses: readonly [number, RegExp][] = [
  [401, /credential was refused or is missing/],
  [403, /lacks the permission/],
  [404, /no such repository, or the credential may not see it/],
  [429, /called less often/],
  [500, /must answer 200, found 500/],
  [203, /must answer 200, found 203/],
];
for (const [status, sentence] of statuses) {
  test(`status ${status} becomes a sentence`, async () => {
    await using faulty = await faultyWorld();
    faulty.proxy.fault = () => ({ kind: 'status', status });
    assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, sentence);
  });
}

test('Retry-After is kept, in seconds or as a date', async () => {
  await using faulty = await faultyWorld();
  faulty.proxy.fault = () => ({ kind: 'status', status: 503, headers: { 'retry-after': '7' } });
  assert.equal((await failure(faulty.repository.fetch('main', {}, never))).after, 7000);
  faulty.proxy.fault = () => ({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' },
  });
  assert.equal((await failure(faulty.repository.fetch('main', {}, never))).after, 9000);
});

test('a redirect within the same origin is followed, with method and credential', async () => {
  await using faulty = await faultyWorld();
  faulty.proxy.fault = ({ url = '' }) =>
    url.startsWith('/moved')
      ? { kind: 'status', status: 301, headers: { location: url.replace('/moved', '/config') } }
      : undefined;
  const repository = await Repository.open({
    url: `${faulty.proxy.url}/moved.git`,
    git: join(faulty.world.directory, 'git-moved'),
    credentials: faulty.world.credentials,
    timeout: 20_000,
    userAgent: 'couplet/test',
    onBytes: () => {},
    now: () => 0,
  });
  assert.equal((await repository.fetch('main', {}, never)).kind, 'fetched');
  repository.close();
});

test('a redirect to another host is refused and nothing is sent there', async () => {
  await using faulty = await faultyWorld();
  await using other = await startFaultyProxy();
  other.fault = () => ({ kind: 'status', status: 200 });
  faulty.proxy.fault = () => ({
    kind: 'status',
    status: 302,
    headers: { location: `${other.url}/config.git/info/refs` },
  });
  assert.match(
    (await failure(faulty.repository.fetch('main', {}, never))).message,
    /must stay on http:\/\/127\.0\.0\.1/,
  );
  assert.deepEqual(other.seen, []);
});

test('a loop of redirects ends', async () => {
  await using faulty = await faultyWorld();
  faulty.proxy.fault = ({ url = '' }) => ({ kind: 'status', status: 307, headers: { location: url } });
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /may redirect 5 times/);
});

test('a silent server is given up at the deadline', async () => {
  await using faulty = await faultyWorld({ timeout: 200 });
  faulty.proxy.fault = () => ({ kind: 'silence' });
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /answer completely within 0\.2 s/);
});

test('a server that talks progress for ever is given up at the deadline', async () => {
  await using faulty = await faultyWorld({ timeout: 300 });
  const chunk = Buffer.from('0009\x02wait');
  faulty.proxy.fault = onPack({ kind: 'endless', contentType: 'application/x-git-upload-pack-result', chunk });
  await failure(faulty.repository.fetch('main', {}, never));
});

test('an answer over the limit is given up', async () => {
  await using faulty = await faultyWorld({ largestPack: 1000 });
  const chunk = Buffer.concat([Buffer.from('2004\x01'), Buffer.alloc(8191)]);
  faulty.proxy.fault = onPack({ kind: 'endless', contentType: 'application/x-git-upload-pack-result', chunk });
  assert.match((await failure(faulty.repository.fetch('main', {}, never))).message, /may have 1000 bytes, found more/);
});

test('aborting ends a fetch at once, with the reason of the signal', async () => {
  await using faulty = await faultyWorld();
  const stop = new AbortController();
  const reason = new Error('the program stops');
  faulty.proxy.fault = () => {
    stop.abort(reason);
    return { kind: 'silence' };
  };
  await assert.rejects(faulty.repository.fetch('main', {}, stop.signal), reason);
});

for (const after of [0, 10, 60, 200]) {
  test(`a connection cut after ${after} bytes of the pack is an error, and the next fetch works`, async () => {
    await using faulty = await faultyWorld();
    faulty.proxy.fault = onPack({ kind: 'cut', after });
    await failure(faulty.repository.fetch('main', {}, never));
    faulty.proxy.fault = () => undefined;
    assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  });

  test(`an answer that ends politely after ${after} bytes of the pack is an error, and the next fetch works`, async () => {
    await using faulty = await faultyWorld();
    faulty.proxy.fault = onPack({ kind: 'shorten', after });
    await assert.rejects(faulty.repository.fetch('main', {}, never));
    faulty.proxy.fault = () => undefined;
    assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
  });
}

test('a connection that the server closed between two fetches is no error', async () => {
  await using faulty = await faultyWorld();
  await faulty.repository.fetch('main', {}, never);
  await faulty.world.push({ b: '2' });
  faulty.proxy.closeConnections();
  assert.equal((await faulty.repository.fetch('main', {}, never)).kind, 'fetched');
});

test('no error of the remote holds the credential', async () => {
  await using faulty = await faultyWorld();
  await writeFile(join(faulty.world.credentials, 'password'), 'hunter2hunter2');
  const error = await failure(faulty.repository.fetch('main', {}, never));
  const everything = JSON.stringify([error, error.message, error.stack, String(error.cause)]);
  assert.doesNotMatch(everything, /hunter2|Basic /);
});

test('a failed fetch leaves no new git directory behind as the current one', async () => {
  await using faulty = await faultyWorld();
  await faulty.repository.fetch('main', {}, never);
  faulty.proxy.fault = () => ({ kind: 'status', status: 500 });
  await failure(faulty.repository.fetch('main', { forced: true }, never));
  faulty.proxy.fault = () => undefined;
  await faulty.repository.tidy(never);
  const [hash] = await readdir(join(faulty.world.directory, 'git'));
  assert.deepEqual(await readdir(join(faulty.world.directory, 'git', hash ?? '')), ['1', 'current']);
});

test('a self-signed certificate is refused, with what to do, and trusted once ca.crt names it', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  const { key, cert } = await selfSigned(world.directory);
  await using proxy = await startFaultyProxy(world.server.url);
  const server = createServer({ key, cert }, (request, response) => {
    proxy.pass(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const repository = await Repository.open({
    url: `https://localhost:${portOf(server)}/config.git`,
    git: join(world.directory, 'git'),
    credentials: world.credentials,
    timeout: 20_000,
    userAgent: 'couplet/test',
    onBytes: () => {},
    now: () => 0,
  });
  assert.match(
    (await failure(repository.fetch('main', {}, never))).message,
    /self-signed; put the authority into ca\.crt/,
  );
  await writeFile(join(world.credentials, 'ca.crt'), cert);
  assert.equal((await repository.fetch('main', {}, never)).kind, 'fetched');
  repository.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
