import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiServer } from './fixtures/apiServer.ts';

const paths = [
  '/api/environments',
  '/api/environments/shop',
  '/api/environments/shop/runs',
  '/api/environments/shop/runs/r3',
  '/api/environments/shop/objects',
  '/api/openapi.json',
];
for (const url of paths) {
  test(`GET ${url} with the tag of its last answer is 304 without a body`, async () => {
    await using server = apiServer().app;
    const tag = String((await server.inject(url)).headers['etag']);
    const { statusCode, body, headers } = await server.inject({ url, headers: { 'if-none-match': tag } });
    assert.deepEqual([statusCode, body, headers['etag']], [304, '', tag]);
  });
}

async function statusWith(ifNoneMatch: string, method: 'GET' | 'HEAD' = 'GET'): Promise<number> {
  await using server = apiServer().app;
  const url = '/api/environments/shop';
  const tag = String((await server.inject(url)).headers['etag']);
  const headers = { 'if-none-match': ifNoneMatch.replace('TAG', tag.slice(2)) };
  return (await server.inject({ method, url, headers })).statusCode;
}

const known: [header: string, status: number][] = [
  ['W/TAG', 304],
  ['TAG', 304],
  ['"other", W/TAG', 304],
  ['*', 304],
  ['W/"other"', 200],
  ['', 200],
  ['TAG-and-more', 200],
];
for (const [header, status] of known) {
  test(`If-None-Match: ${header} answers ${status}`, async () => {
    assert.equal(await statusWith(header), status);
  });
}

test('HEAD is conditional, too', async () => {
  assert.equal(await statusWith('W/TAG', 'HEAD'), 304);
});

test('the tag is weak and caches must ask each time', async () => {
  await using server = apiServer().app;
  const { headers } = await server.inject('/api/environments');
  assert.match(String(headers['etag']), /^W\/"[\w-]{22}"$/);
  assert.equal(headers['cache-control'], 'private, no-cache');
});

test('HEAD has the tag that GET has', async () => {
  await using server = apiServer().app;
  const url = '/api/environments';
  const [get, head] = [await server.inject(url), await server.inject({ method: 'HEAD', url })];
  assert.deepEqual([head.headers['etag'], head.body], [get.headers['etag'], '']);
});

test('an answer that changed has another tag', async () => {
  await using server = apiServer().app;
  const [all, one] = [await server.inject('/api/environments'), await server.inject('/api/environments/shop')];
  assert.notEqual(all.headers['etag'], one.headers['etag']);
});

test('an error has no tag and is kept by nobody', async () => {
  await using server = apiServer().app;
  const { headers } = await server.inject('/api/environments/other');
  assert.deepEqual([headers['etag'], headers['cache-control']], [undefined, 'no-store']);
});
