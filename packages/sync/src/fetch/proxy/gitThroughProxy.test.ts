import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../../../test/support/eventually.ts';
import { startConnectProxy } from '../../fixtures/connectProxy.ts';
import type { ConnectAnswer } from '../../fixtures/connectProxy.ts';
import { failure } from '../../fixtures/failure.ts';
import { secureWorld } from '../../fixtures/secureWorld.ts';
import type { GitAccess } from '../transport.ts';

function withEnvironment(environment: Record<string, string>): GitAccess {
  return { surroundings: { environment, killGroup: () => {} } };
}

async function proxied(environment: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await secureWorld({ username: 'bot', password: 'right' }));
  const proxy = stack.use(await startConnectProxy());
  return {
    world,
    proxy,
    open: (options = {}) => world.open({ ...withEnvironment({ HTTPS_PROXY: proxy.url, ...environment }), ...options }),
    // Sooner than by the deadline that a tunnel has of its own.
    nothingOpen: () => eventually('no connection is left', () => proxy.open === 0 || undefined, { within: 10_000 }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('git over https goes through the proxy, over one tunnel that is kept', async () => {
  await using here = await proxied();
  using repository = await here.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
  const commit = await here.world.git.push({ a: '2' });
  const state = await repository.fetch();
  assert.equal(state.kind === 'fetched' && state.head.commit, commit);
  assert.deepEqual(here.proxy.seen, [{ what: `CONNECT localhost:${here.world.port}`, authorization: undefined }]);
});

test('the user and the password of the proxy URL are sent to the proxy, decoded', async () => {
  await using here = await proxied();
  const url = here.proxy.url.replace('://', '://me:p%40ss@');
  using repository = await here.world.open(withEnvironment({ https_proxy: url }));
  await repository.fetch();
  assert.equal(here.proxy.seen[0]?.authorization, `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});

test('git over http sends whole URLs to the proxy, with the login of both', async () => {
  await using here = await proxied();
  const url = here.proxy.url.replace('://', '://me:word@');
  using repository = await here.world.open({ url: here.world.git.url, ...withEnvironment({ http_proxy: url }) });
  assert.equal((await repository.fetch()).kind, 'fetched');
  const [first] = here.proxy.seen;
  assert.match(first?.what ?? '', /^GET http:\/\/127\.0\.0\.1:\d+\/config\.git\/info\/refs/);
  assert.equal(first?.authorization, `Basic ${Buffer.from('me:word').toString('base64')}`);
});

test('what NO_PROXY names is reached directly', async () => {
  await using here = await proxied({ NO_PROXY: 'localhost' });
  using repository = await here.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
  assert.deepEqual(here.proxy.seen, []);
});

test('ca.crt is about the server behind the tunnel', async () => {
  await using here = await proxied();
  await here.world.secret('ca.crt');
  using repository = await here.open();
  const { message } = await failure(repository.fetch());
  assert.match(message, /^Cannot reach localhost:\d+ \(through the proxy http:.* of HTTPS_PROXY\): its TLS authority/);
  assert.deepEqual(here.world.proxy.seen, []);
});

const answers: readonly [string, ConnectAnswer, RegExp][] = [
  ['asks for a login', { kind: 'status', status: 407 }, /asks for a user and a password \(407\); put them into HTTPS_/],
  ['forbids it', { kind: 'status', status: 403 }, /does not allow connections to there \(403\).* NO_PROXY/],
  ['cannot reach the server', { kind: 'status', status: 502 }, /the proxy itself could not reach it \(502\)/],
  ['is a web server', { kind: 'status', status: 404 }, /must answer CONNECT with 200, found 404/],
  ['talks before the server can', { kind: 'talk' }, /must answer CONNECT with 200 and nothing more, found more/],
];
for (const [what, answer, sentence] of answers) {
  test(`a proxy that ${what} is named in a sentence, and the next fetch works`, async () => {
    await using here = await proxied();
    using repository = await here.open();
    here.proxy.answer = () => answer;
    const { message } = await failure(repository.fetch());
    assert.match(message, sentence);
    assert.match(message, /through the proxy http:\/\/127\.0\.0\.1:\d+ of HTTPS_PROXY/);
    here.proxy.answer = () => ({ kind: 'pass' });
    assert.equal((await repository.fetch()).kind, 'fetched');
  });
}

test('a proxy that refuses its login says which variable is wrong, and shows nothing of it', async () => {
  await using here = await proxied();
  using repository = await here.open(withEnvironment({ HTTPS_PROXY: here.proxy.url.replace('://', '://me:hunter2@') }));
  here.proxy.answer = () => ({ kind: 'status', status: 407 });
  const error = await failure(repository.fetch());
  assert.match(error.message, /refused the user and the password in HTTPS_PROXY \(407\)/);
  assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /hunter2|Basic|me:/);
});

test('a proxy without TLS that refuses its login is the one that is named', async () => {
  await using here = await proxied();
  using repository = await here.open({ url: here.world.git.url, ...withEnvironment({ HTTP_PROXY: here.proxy.url }) });
  here.proxy.answer = () => ({ kind: 'status', status: 407 });
  assert.match((await failure(repository.fetch())).message, /through the proxy .* of HTTP_PROXY: it asks for a user/);
});

test('a proxy that does not listen is named, not the server', async () => {
  await using here = await proxied();
  using repository = await here.open();
  await here.proxy[Symbol.asyncDispose]();
  assert.match((await failure(repository.fetch())).message, /^Cannot reach the proxy http:.* nothing listens there/);
});

for (const kind of ['silence', 'stall'] as const) {
  test(`a proxy in ${kind} is given up at the deadline, holds no connection, and the next fetch works`, async () => {
    await using here = await proxied();
    using repository = await here.open({ timeout: 500 });
    here.proxy.answer = () => ({ kind });
    for (let count = 0; count < 5; count += 1) {
      assert.match((await failure(repository.fetch())).message, /within 0\.5 s, found it silent/);
    }
    await here.nothingOpen();
    here.proxy.answer = () => ({ kind: 'pass' });
    using patient = await here.open();
    assert.equal((await patient.fetch()).kind, 'fetched');
  });
}

test('aborting ends a fetch whose proxy is silent', async () => {
  await using here = await proxied();
  using repository = await here.open();
  const stop = new AbortController();
  const reason = new Error('the program stops');
  here.proxy.answer = () => {
    stop.abort(reason);
    return { kind: 'silence' };
  };
  await assert.rejects(repository.fetch(stop.signal), reason);
  await here.nothingOpen();
});

test('the git server behind the deadline is named with its proxy', async () => {
  await using here = await proxied();
  using repository = await here.open({ timeout: 500 });
  here.world.proxy.fault = () => ({ kind: 'silence' });
  assert.match(
    (await failure(repository.fetch())).message,
    /^Cannot read from localhost:\d+ \(through the proxy http:/,
  );
});
