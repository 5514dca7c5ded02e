import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFaultyProxy } from '../../../../test/support/faultyProxy.ts';
import { failure } from '../fixtures/failure.ts';
import { secureWorld } from '../fixtures/secureWorld.ts';

const login = { username: 'bot', password: 'right' };

test('five redirects on the same origin are followed with the credential', async () => {
  await using world = await secureWorld(login);
  world.answer = ({ url = '' }, response) => {
    const hop = /^\/hop(\d)\.git(.*)$/.exec(url);
    if (hop === null) return false;
    const next = Number(hop[1]) - 1;
    response.writeHead(302, { location: `/${next === 0 ? 'config' : `hop${next}`}.git${hop[2]}` }).end();
    return true;
  };
  using repository = await world.open({ url: world.url.replace('config', 'hop5') });
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('a redirect to another host is refused, and that host is not asked', async () => {
  await using world = await secureWorld(login);
  await using other = await startFaultyProxy();
  other.fault = () => ({ kind: 'status', status: 200 });
  world.proxy.fault = () => ({ kind: 'status', status: 302, headers: { location: `${other.url}/x` } });
  using repository = await world.open();
  const { message } = await failure(repository.fetch());
  assert.match(
    message,
    /must stay on https:\/\/localhost:\d+, found http:\/\/127\.0\.0\.1:\d+; if that place is right/,
  );
  assert.deepEqual(other.seen, []);
});

test('a redirect to http on the same host is refused, and nothing is sent there', async () => {
  await using world = await secureWorld(login);
  await using plain = await startFaultyProxy();
  plain.fault = () => ({ kind: 'status', status: 200 });
  const location = plain.url.replace('127.0.0.1', 'localhost');
  world.proxy.fault = () => ({ kind: 'status', status: 301, headers: { location } });
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /must stay on https:\/\/localhost:\d+, found http:\/\/localhost/,
  );
  assert.deepEqual(plain.seen, []);
});

test('a redirect to another port is refused, and nothing is sent there', async () => {
  await using world = await secureWorld(login);
  await using other = await secureWorld();
  world.proxy.fault = () => ({ kind: 'status', status: 307, headers: { location: other.url } });
  using repository = await world.open();
  assert.match((await failure(repository.fetch())).message, new RegExp(`found https://localhost:${other.port};`));
  assert.deepEqual(other.proxy.seen, []);
});

test('what a redirect says that is no URL is not shown', async () => {
  await using world = await secureWorld(login);
  world.proxy.fault = () => ({ kind: 'status', status: 302, headers: { location: 'http://[<script>' } });
  using repository = await world.open();
  const { message } = await failure(repository.fetch());
  assert.match(message, /found no URL/);
  assert.doesNotMatch(message, /script/);
});
