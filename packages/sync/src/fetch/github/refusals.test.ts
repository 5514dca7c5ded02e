import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { failure } from '../../fixtures/failure.ts';
import { appKeys, gitHubWorld } from '../../fixtures/gitHubApi.ts';

type Answer = { status: number; body?: object; headers?: Record<string, string> };

const find = 'GET /repos/acme/config/installation';
const mint = 'POST /app/installations/77/access_tokens';

/** The sentence when one step is answered so. */
async function sentence(step: string, answer: Answer, files: Record<string, string> = {}) {
  await using world = await gitHubWorld();
  for (const [name, content] of Object.entries(files)) await world.secure.secret(name, content);
  world.override = ({ what }) => (what === step ? answer : undefined);
  using repository = await world.secure.open({ url: `https://localhost:${world.secure.port}/acme/config.git` });
  const error = await failure(repository.fetch());
  assert.deepEqual(world.secure.proxy.seen, []);
  return error;
}

const answers: readonly [string, string, Answer, RegExp][] = [
  [
    'a key of another app',
    find,
    { status: 401 },
    /does not accept the key \(401\); .*\/github-app-private-key must be a private key of the app that .*\/github-app-id names/,
  ],
  [
    'an app that is not installed',
    find,
    { status: 404 },
    /the app is not installed for acme\/config \(404\); install it there/,
  ],
  [
    'a repository that moved',
    find,
    { status: 301 },
    /acme\/config has moved \(301\); set repository\.url to its new place/,
  ],
  [
    'a suspended installation',
    mint,
    { status: 403, body: { message: 'This installation has been suspended' } },
    /forbids it \(403\); the installation may be suspended.*; it said: This installation has been suspended$/,
  ],
  [
    'an installation without the repository',
    mint,
    { status: 422 },
    /may not see acme\/config \(422\); add the repository to the installation/,
  ],
  [
    'an app without the permission',
    mint,
    { status: 201, body: { token: 't', permissions: { metadata: 'read' } } },
    /must have the permission Contents: read, found it missing; grant it/,
  ],
  ['a fault of the server', mint, { status: 502 }, /must answer 200, found 502, a fault on its side/],
  ['an answer without a token', mint, { status: 201, body: { message: 'x' } }, /must hold a token, found none/],
  ['a token that is no header', mint, { status: 201, body: { token: 'a\r\nb' } }, /must hold a token, found none/],
  [
    'an answer without an installation',
    find,
    { status: 200, body: { id: '../x' } },
    /must hold an installation, found none/,
  ],
  ['an endless answer', find, { status: 200, body: { x: 'y'.repeat(300_000) } }, /may have 262144 bytes/],
];
for (const [what, step, answer, expected] of answers) {
  test(`${what} is a sentence`, async () => assert.match((await sentence(step, answer)).message, expected));
}

test('an installation that is not there is a sentence that names its file', async () => {
  const { message } = await sentence('', { status: 0 }, { 'github-app-installation-id': '99' });
  assert.match(
    message,
    /no such installation of the app \(404\); correct .*\/github-app-installation-id, or remove it/,
  );
});

test('a limit that is spent tells when to come again', async () => {
  const seconds = String(Math.ceil(Date.now() / 1000) + 90);
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds };
  const error = await sentence(find, { status: 403, headers });
  assert.match(error.message, /asks to be called less often \(403\)/);
  assert.ok((error.after ?? 0) > 30_000 && (error.after ?? 0) <= 91_000, String(error.after));
});

test('Retry-After of the API is kept', async () => {
  assert.equal((await sentence(mint, { status: 429, headers: { 'retry-after': '7' } })).after, 7000);
});

const { privateKey: elliptic } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const encrypted = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
}).privateKey;

const files: readonly [string, string, string, RegExp][] = [
  ['a key of another kind', 'github-app-private-key', elliptic, /an RSA key in PEM.*, found a key of type ec$/],
  ['a key with a passphrase', 'github-app-private-key', encrypted, /found an encrypted key$/],
  ['a public key', 'github-app-private-key', appKeys.publicKey, /found a public key$/],
  [
    'a key in one line',
    'github-app-private-key',
    appKeys.privateKey.replaceAll('\n', String.raw`\n`),
    /found \\n written out where its lines should end$/,
  ],
  ['a damaged key', 'github-app-private-key', appKeys.privateKey.slice(0, 400), /found something else$/],
  ['an app id with a slash', 'github-app-id', '../x', /github-app-id: it must be the number of a GitHub App/],
  ['an installation that is no number', 'github-app-installation-id', 'x', /it must be the number of an installation/],
];
for (const [what, name, content, expected] of files) {
  test(`${what} is refused by the name of its file, and shown nowhere`, async () => {
    const error = await sentence('', { status: 0 }, { [name]: content });
    assert.match(error.message, expected);
    assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /MII|-----BEGIN/);
  });
}

test('a key in PKCS#8 is as good', async () => {
  await using world = await gitHubWorld();
  const pem = createPrivateKey(appKeys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  await world.secure.secret('github-app-private-key', pem.replaceAll('\n', '\r\n'));
  using repository = await world.secure.open({ url: `https://localhost:${world.secure.port}/acme/config` });
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('a repository without an owner is a sentence', async () => {
  await using world = await gitHubWorld();
  using repository = await world.secure.open();
  assert.match(
    (await failure(repository.fetch())).message,
    /repository\.url must be https:\/\/<host>\/<owner>\/<reposi/,
  );
});
