import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { createLog, FakeClock, Health } from '@couplet/daemon';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { apiWorld } from './api/fixtures/apiWorld.ts';
import { openApi } from './api/openApi.ts';
import { appliedRun, configured } from './fixtures/events.ts';
import { serverDeps } from './fixtures/serverDeps.ts';
import { buildServer } from './server.ts';
import { Status } from './status.ts';

function server(health = new Health(new FakeClock()), log: string[] = []): FastifyInstance {
  const status = new Status();
  for (const event of [configured, ...appliedRun()]) status.record(event);
  const destination = { write: (line: string) => void log.push(line) };
  return buildServer(serverDeps({ status, health, log: createLog({ name: 'applier', destination }) }));
}

async function answerTo(request: InjectOptions): Promise<LightMyRequestResponse> {
  await using app = server();
  return await app.inject(request);
}

test('GET / is a page', async () => {
  const { statusCode, headers } = await answerTo({ url: '/' });
  assert.deepEqual([statusCode, headers['content-type']], [200, 'text/html; charset=utf-8']);
});

test('GET /environments/<name> is the page of that environment', async () => {
  assert.match((await answerTo({ url: '/environments/shop' })).body, /shop is what git says\./);
});

test('GET /api/environments lists the environments', async () => {
  const { environments } = (await answerTo({ url: '/api/environments' })).json();
  assert.deepEqual(
    environments.map(({ name, state }: { name: string; state: string }) => [name, state]),
    [['shop', 'applied']],
  );
});

test('GET /api/environments/<name> is the status of that environment', async () => {
  assert.equal((await answerTo({ url: '/api/environments/shop' })).json().state, 'applied');
});

test('health is served', async () => {
  assert.equal((await answerTo({ url: '/healthz' })).statusCode, 200);
});

test('the page says why the applier is not ready', async () => {
  const health = new Health(new FakeClock());
  health.set('api', { problem: 'Cannot reach the API server' });
  await using app = server(health);
  assert.match((await app.inject({ url: '/' })).body, /Cannot reach the API server/);
});

test('a page that stands still has no refresh', async () => {
  assert.ok(!(await answerTo({ url: '/?refresh=off' })).body.includes('http-equiv'));
});

for (const url of [
  '/nothing',
  '/api',
  '/api/environments/',
  '/environments/nothing',
  '/api/environments/nothing',
  `/api/environments/${'a'.repeat(5000)}`,
  '//',
  '/ENVIRONMENTS/shop',
]) {
  test(`GET ${url.slice(0, 40)} is 404`, async () => {
    const answer = await answerTo({ url });
    assert.deepEqual([answer.statusCode, answer.json().error.code], [404, 'not-found']);
  });
}

test('a path that is not percent-encoded UTF-8 is 400', async () => {
  assert.equal((await answerTo({ url: '/environments/%ff' })).statusCode, 400);
});

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
  test(`${method} of a page is 405 and says what is allowed`, async () => {
    const { statusCode, headers } = await answerTo({ method, url: '/environments/shop' });
    assert.deepEqual([statusCode, headers['allow']], [405, 'GET, HEAD']);
  });
}

test('POST with a broken body is 405: the body is not read', async () => {
  const request = {
    method: 'POST',
    url: '/api/environments',
    payload: '{',
    headers: { 'content-type': 'application/json' },
  } as const;
  assert.equal((await answerTo(request)).statusCode, 405);
});

test('POST to a path that does not exist is 404', async () => {
  assert.equal((await answerTo({ method: 'POST', url: '/nothing' })).statusCode, 404);
});

for (const url of ['/', '/environments/shop', '/api/environments', '/healthz', '/metrics']) {
  test(`HEAD ${url} is 200 without a body`, async () => {
    const { statusCode, body } = await answerTo({ method: 'HEAD', url });
    assert.deepEqual([statusCode, body], [200, '']);
  });
}

for (const url of ['/', '/api/environments/none', '/nothing', '/environments/%ff', '/metrics', '/readyz']) {
  test(`${url} has every security header`, async () => {
    const { headers } = await answerTo({ url });
    assert.match(
      String(headers['content-security-policy']),
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; .*frame-ancestors 'none'$/,
    );
    assert.deepEqual(
      [headers['x-content-type-options'], headers['referrer-policy'], headers['cache-control']],
      ['nosniff', 'same-origin', 'no-store'],
    );
  });
}

test('the style sheet of the page is the one that the policy admits', async () => {
  const { body, headers } = await answerTo({ url: '/' });
  const [, sheet = ''] = /<style>(.*?)<\/style>/s.exec(body) ?? [];
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(sheet))).toString('base64');
  assert.ok(String(headers['content-security-policy']).includes(`'sha256-${digest}'`));
});

test('any Host is answered', async () => {
  assert.equal((await answerTo({ url: '/', headers: { host: 'status.example:81' } })).statusCode, 200);
});

test('a hostile name in a path comes back escaped as JSON', async () => {
  const { headers, body } = await answerTo({ url: '/environments/%3Cscript%3E%0D%0A%1B' });
  assert.deepEqual([headers['content-type'], /\p{Cc}/u.test(body)], ['application/json; charset=utf-8', false]);
});

test('requests that are answered write no log', async () => {
  const log: string[] = [];
  await using app = server(undefined, log);
  await app.inject({ url: '/' });
  await app.inject({ url: '/nothing' });
  assert.deepEqual(log, []);
});

test('a defect is 500 without its details, and logged', async () => {
  const log: string[] = [];
  await using app = server(undefined, log);
  app.get('/defect', () => {
    throw new Error('inside');
  });
  const { statusCode, body } = await app.inject({ url: '/defect' });
  assert.deepEqual([statusCode, body.includes('inside'), log.join('').includes('inside')], [500, false, true]);
});

test('a request that takes too long to arrive is ended', async () => {
  await using app = server();
  assert.deepEqual([app.server.requestTimeout, app.server.timeout], [10_000, 30_000]);
});

test('bytes that are no HTTP are answered with 400 and the security headers', async () => {
  await using app = server();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const [address] = app.addresses();
  assert.ok(typeof address === 'object');
  const socket = connect(address.port, '127.0.0.1');
  socket.setEncoding('utf8').write('\u0016\u0003\u0001\r\n\r\n');
  let answer = '';
  socket.on('data', (text) => (answer += text));
  await once(socket, 'close');
  assert.match(answer, /^HTTP\/1.1 400 Bad Request\r\ncontent-security-policy: default-src 'none'/);
});

test('each documented path is a route', async () => {
  await using app = buildServer(apiWorld());
  const { paths } = openApi('0.1.0');
  const missing = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).filter((method) => {
      return !app.hasRoute({ method: method.toUpperCase(), url: path.replaceAll(/\{(\w+)\}/g, ':$1') });
    }),
  );
  assert.deepEqual(missing, []);
});
