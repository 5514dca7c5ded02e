import assert from 'node:assert/strict';
import { createServer as createSecureServer } from 'node:https';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { portOf } from '../../../../test/support/portOf.ts';
import { authority, selfSigned } from '../fixtures/certificate.ts';
import type { Certificate } from '../fixtures/certificate.ts';
import { failure } from '../fixtures/failure.ts';
import { secureWorld } from '../fixtures/secureWorld.ts';
import type { SecureWorld } from '../fixtures/secureWorld.ts';

const login = { username: 'bot', password: 'right' };

test('an authority in ca.crt is trusted', async () => {
  await using world = await secureWorld(login);
  using repository = await world.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
});

const certificates: readonly [string, (world: SecureWorld) => Promise<Certificate>, RegExp][] = [
  ['expired', (world) => world.authority.issue('localhost', { days: -1 }), /has expired; renew it on the server/],
  ['for another name', (world) => world.authority.issue('other.example'), /is for another host name; check reposi/],
  ['self-signed', ({ git }) => selfSigned(git.directory), /is self-signed; put the authority into ca\.crt/],
  [
    'of another authority with the same name',
    async ({ git }) => (await authority(git.directory, 'other')).issue('localhost'),
    /its TLS authority is not trusted/,
  ],
];
for (const [what, certificate, sentence] of certificates) {
  test(`a certificate that is ${what} is refused with what to do, and no request is sent`, async () => {
    await using world = await secureWorld(login);
    world.present(await certificate(world));
    using repository = await world.open();
    const { message } = await failure(repository.fetch());
    assert.match(message, sentence);
    assert.ok(message.startsWith(`Cannot reach localhost:${world.port}: `), message);
    assert.deepEqual(world.proxy.seen, []);
  });
}

test('an authority that no file names is refused with what to do, and no request is sent', async () => {
  await using world = await secureWorld(login);
  await world.secret('ca.crt');
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /its TLS authority is not trusted; put the authority into ca/,
  );
  assert.deepEqual(world.proxy.seen, []);
});

test('a damaged ca.crt is refused by its name, and no request is sent', async () => {
  await using world = await secureWorld(login);
  await world.secret('ca.crt', 'no PEM');
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /^Cannot use .*\/ca\.crt: it must hold certificates in PEM/,
  );
  assert.deepEqual(world.proxy.seen, []);
});

test('a rotated authority counts from the next fetch on', async () => {
  await using world = await secureWorld(login);
  using repository = await world.open();
  await repository.fetch();
  const next = await authority(world.git.directory, 'next');
  world.present(await next.issue('localhost'));
  const commit = await world.git.push({ a: '2' });
  await failure(repository.fetch());
  await world.secret('ca.crt', next.pem);
  const state = await repository.fetch();
  assert.equal(state.kind === 'fetched' && state.head.commit, commit);
});

test('an authority that is no longer in ca.crt is not trusted over a connection that is still open', async () => {
  await using world = await secureWorld(login);
  using repository = await world.open();
  await repository.fetch();
  await world.secret('ca.crt', (await authority(world.git.directory, 'next')).pem);
  await failure(repository.fetch());
});

test('a server that speaks no TLS is said to be one', async () => {
  await using world = await secureWorld(login);
  using repository = await world.open({ url: world.git.url.replace('http:', 'https:') });
  assert.match(
    (await failure(repository.fetch())).message,
    /it speaks no TLS there, .*; check the scheme and the port/,
  );
});

test('a TLS handshake that never ends is given up at the deadline', async () => {
  await using world = await secureWorld(login);
  const silent = createServer((socket) => socket.resume());
  silent.listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  using repository = await world.open({ url: `https://localhost:${portOf(silent)}/a.git`, timeout: 300 });
  assert.match((await failure(repository.fetch())).message, /must answer completely within 0\.3 s/);
  await new Promise((resolve) => silent.close(resolve));
});

for (const versions of [{ maxVersion: 'TLSv1.1' }, { requestCert: true, minVersion: 'TLSv1.3' }] as const) {
  const what = 'maxVersion' in versions ? 'speaks only old TLS' : 'asks for a certificate of the client';
  test(`a server that ${what} is said to`, async () => {
    await using world = await secureWorld(login);
    const certificate = await world.authority.issue('localhost');
    const old = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1' } as const;
    const server = createSecureServer({ ...old, ...certificate, ...versions }, (_, response) => response.end());
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    using repository = await world.open({ url: `https://localhost:${portOf(server)}/a.git` });
    const { message } = await failure(repository.fetch());
    assert.match(
      message,
      'maxVersion' in versions ? /none of version 1\.2 or newer/ : /asks for a TLS certificate of the/,
    );
    await new Promise((resolve) => server.close(resolve));
  });
}
