import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../fixtures/failure.ts';
import { secureWorld } from '../fixtures/secureWorld.ts';

const login = { username: 'bot', password: 'right' };

const media: readonly [string, string | undefined, RegExp][] = [
  ['a web page', 'text/html; charset=utf-8', /found a web page, such as a login page or a captive portal; check repos/],
  ['what a dumb server sends', 'text/plain', /must speak the smart HTTP protocol of git, found a dumb server/],
  [
    'another type',
    'application/json',
    /must answer as a git server with application\/x-git-upload-pack-advertisement, found application\/json/,
  ],
  ['no type', undefined, /found no content type/],
  ['a hostile type', '<script>\u00a0x', /found <script>x;/],
];
for (const [what, type, sentence] of media) {
  test(`${what} instead of git is a sentence`, async () => {
    await using world = await secureWorld(login);
    world.answer = (_, response) => {
      response
        .writeHead(200, type === undefined ? {} : { 'content-type': type })
        .end('001e# service=git-upload-pack\n');
      return true;
    };
    using repository = await world.open();
    assert.match((await failure(repository.fetch())).message, sentence);
  });
}

test('a web page instead of the pack is a sentence, and the next fetch works', async () => {
  await using world = await secureWorld(login);
  world.answer = ({ method }, response) => {
    if (method === 'POST') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    return method === 'POST';
  };
  using repository = await world.open();
  assert.match((await failure(repository.fetch())).message, /found a web page/);
  world.answer = () => false;
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('what a server says beside its 401 is not repeated', async () => {
  await using world = await secureWorld(login);
  world.answer = (_, response) => {
    const headers = { 'www-authenticate': 'Basic realm="CANARY <b>call 555"', 'content-type': 'text/plain' };
    response.writeHead(401, headers).end('CANARY');
    return true;
  };
  using repository = await world.open();
  const error = await failure(repository.fetch());
  assert.match(error.message, /\(401\)/);
  assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`, /CANARY/);
});

for (const [status, sentence] of [
  [401, /\(401\); check the files in sync\.credentials; sent was username and password in .*\/credentials$/],
  [403, /lacks the permission to read it \(403\); sent was/],
  [404, /no such repository, or the credential may not see it \(404\).*; sent was/],
  [407, /a proxy on the way asks for a login \(407\)/],
  [502, /must answer 200, found 502, a fault on its side$/],
] satisfies [number, RegExp][]) {
  test(`status ${status} says what was sent, and what to do`, async () => {
    await using world = await secureWorld(login);
    world.proxy.fault = () => ({ kind: 'status', status });
    using repository = await world.open();
    assert.match((await failure(repository.fetch())).message, sentence);
  });
}

test('a missing credential is said to be missing', async () => {
  await using world = await secureWorld(login);
  await world.secret('username');
  await world.secret('password');
  using repository = await world.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /sent was no credential, .*\/credentials holds none for https/,
  );
});
