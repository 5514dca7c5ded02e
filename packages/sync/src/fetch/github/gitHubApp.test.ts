import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConnectProxy } from '../../fixtures/connectProxy.ts';
import { failure } from '../../fixtures/failure.ts';
import { gitHubWorld } from '../../fixtures/gitHubApi.ts';
import type { GitHubWorld } from '../../fixtures/gitHubApi.ts';
import { installationToken } from '../installationToken.ts';
import type { RepositoryOptions } from '../repository.ts';
import { readProxies } from '../proxy/readProxies.ts';
import { InstallationTokens } from './installationTokens.ts';

const urlOf = (world: GitHubWorld): string => `https://localhost:${world.secure.port}/acme/config.git`;
const open = (world: GitHubWorld, options: Partial<RepositoryOptions> = {}) =>
  world.secure.open({ url: urlOf(world), ...options });
const whats = (world: GitHubWorld): string[] => world.calls.map(({ what }) => what);

const find = 'GET /repos/acme/config/installation';
const mint = 'POST /app/installations/77/access_tokens';

test('git reads with a token of the installation, which is looked up', async () => {
  await using world = await gitHubWorld();
  using repository = await open(world);
  assert.equal((await repository.fetch()).kind, 'fetched');
  assert.deepEqual(whats(world), [find, mint]);
});

test('the token is for this repository only', async () => {
  await using world = await gitHubWorld();
  using repository = await open(world);
  await repository.fetch();
  assert.deepEqual(JSON.parse(world.calls[1]?.body ?? ''), { repositories: ['config'] });
});

test('an installation that a file names is not looked up', async () => {
  await using world = await gitHubWorld();
  await world.secure.secret('github-app-installation-id', '77');
  using repository = await open(world);
  await repository.fetch();
  assert.deepEqual(whats(world), [mint]);
});

test('the token is kept until five minutes before its end', async () => {
  await using world = await gitHubWorld();
  let time = Date.now();
  using repository = await open(world, { now: () => time });
  await repository.fetch();
  time += 54 * 60_000;
  await repository.fetch();
  const before = whats(world).length;
  time += 2 * 60_000;
  // By the server's clock nothing has happened; by ours the token is about to end.
  world.ahead = 56 * 60_000;
  await repository.fetch();
  assert.deepEqual([before, whats(world).length], [2, 4]);
});

test('the life of a token is counted by the clock of the server that gave it', async () => {
  await using world = await gitHubWorld();
  let time = Date.now();
  world.ahead = -20 * 60_000;
  using repository = await open(world, { now: () => time });
  await repository.fetch();
  const before = whats(world);
  time += 50 * 60_000;
  await repository.fetch();
  assert.deepEqual(whats(world), before);
});

test('a token that git refuses is renewed once, in the same fetch', async () => {
  await using world = await gitHubWorld();
  using repository = await open(world);
  await repository.fetch();
  world.token = 'revoked on the server';
  const commit = await world.secure.git.push({ a: '2' });
  const state = await repository.fetch();
  assert.equal(state.kind === 'fetched' && state.head.commit, commit);
  assert.deepEqual(whats(world), [find, mint, find, mint]);
});

test('a server that refuses every token is not asked for ever', async () => {
  await using world = await gitHubWorld();
  const { answer } = world.secure;
  world.secure.answer = (request, response) => {
    if (!request.url?.startsWith('/api')) world.token = 'another';
    return answer(request, response);
  };
  using repository = await open(world);
  assert.match((await failure(repository.fetch())).message, /\(401\).*sent was the token of the GitHub App 4711$/);
  assert.equal(whats(world).filter((what) => what === mint).length, 2);
});

for (const minutes of [-20, -1, 1, 20]) {
  test(`a server whose clock is ${minutes} minutes off gives a token`, async () => {
    await using world = await gitHubWorld();
    world.ahead = minutes * 60_000;
    using repository = await open(world);
    assert.equal((await repository.fetch()).kind, 'fetched');
  });
}

test('many who ask at once share one request', async () => {
  await using world = await gitHubWorld();
  const { promise, resolve } = Promise.withResolvers<void>();
  world.held = promise;
  const tokens = new InstallationTokens({ proxies: readProxies({}), userAgent: 'test', now: () => Date.now() });
  const options = { tokens, credentials: world.secure.git.credentials, url: urlOf(world) };
  const asked = [1, 2, 3].map(() => installationToken(options));
  resolve();
  const [first, ...others] = await Promise.all(asked);
  assert.deepEqual(
    [others, whats(world)],
    [
      [first, first],
      [find, mint],
    ],
  );
  tokens.close();
});

test('another credential is no token of an installation', async () => {
  await using world = await gitHubWorld();
  const tokens = new InstallationTokens({ proxies: readProxies({}), userAgent: 'test', now: () => Date.now() });
  await world.secure.secret('github-app-id');
  await world.secure.secret('github-app-private-key');
  await world.secure.secret('token', 't');
  const options = { tokens, credentials: world.secure.git.credentials, url: urlOf(world) };
  assert.equal(await installationToken(options), undefined);
  assert.deepEqual(world.calls, []);
});

test('a failure is not kept: the next fetch asks again', async () => {
  await using world = await gitHubWorld();
  world.override = () => ({ status: 503 });
  using repository = await open(world);
  await failure(repository.fetch());
  world.override = () => undefined;
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('the API is reached through the proxy too', async () => {
  await using world = await gitHubWorld();
  await using proxy = await startConnectProxy();
  const surroundings = { environment: { HTTPS_PROXY: proxy.url }, killGroup: () => {} };
  using repository = await open(world, { surroundings });
  assert.equal((await repository.fetch()).kind, 'fetched');
  assert.equal(proxy.seen.length, 2);
});

test('an API that is silent is given up by the deadline of the fetch', async () => {
  await using world = await gitHubWorld();
  world.held = new Promise(() => {});
  using repository = await open(world, { timeout: 300 });
  assert.match((await failure(repository.fetch())).message, /must answer completely within 0\.3 s/);
});
