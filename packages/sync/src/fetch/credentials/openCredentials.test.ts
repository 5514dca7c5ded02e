import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { failure } from '../../fixtures/failure.ts';
import { secureWorld } from '../../fixtures/secureWorld.ts';

async function withToken() {
  const world = await secureWorld({ username: 'x-access-token', password: 'good-token' });
  await world.secret('username');
  await world.secret('password');
  await world.secret('token', 'good-token\n');
  return world;
}

test('a token is sent as the password of x-access-token', async () => {
  await using world = await withToken();
  using repository = await world.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('a token is sent as the password of the username that is given', async () => {
  await using world = await secureWorld({ username: 'oauth2', password: 'good-token' });
  await world.secret('password');
  await world.secret('token', 'good-token');
  using repository = await world.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('a credential that was revoked and rotated counts from the next fetch on', async () => {
  await using world = await withToken();
  using repository = await world.open();
  await repository.fetch();
  await world.secret('token', 'revoked');
  assert.match(
    (await failure(repository.fetch())).message,
    /refused or is missing \(401\).*; sent was the token in .*\/token$/,
  );
  await world.secret('token', 'good-token');
  const commit = await world.git.push({ a: '2' });
  const state = await repository.fetch();
  assert.equal(state.kind === 'fetched' && state.head.commit, commit);
});

test('two forms of credential at once are refused, and no request is sent', async () => {
  await using world = await withToken();
  await world.secret('github-app-id', '1');
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /must have one form, found token beside github-app-id; remove/,
  );
  assert.deepEqual(world.proxy.seen, []);
});

test('a colon in the username is refused', async () => {
  await using world = await secureWorld({ username: 'a', password: 'b' });
  await world.secret('username', 'a:b');
  using repository = await world.open();
  assert.match((await failure(repository.fetch())).message, /Cannot use .*\/username: it must be without a colon/);
});

test('a credential file that cannot be read is named with the reason', async () => {
  await using world = await withToken();
  await world.secret('token');
  await mkdir(`${world.git.credentials}/token`);
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /^Cannot read .*\/token: it must be a file .*, found EISDIR$/,
  );
});

test('an absent directory is an anonymous reader', async () => {
  await using world = await secureWorld();
  using repository = await world.open({ url: world.git.url, credentials: '/nonexistent' });
  assert.equal((await repository.fetch()).kind, 'fetched');
});
