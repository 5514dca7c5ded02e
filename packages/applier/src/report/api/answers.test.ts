import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { apiServer } from './fixtures/apiServer.ts';
import { apiWorld, fullRun, objectPage, runs } from './fixtures/apiWorld.ts';
import { faultsOf, faultsOfComponent } from './fixtures/documentChecker.ts';

const token = { authorization: 'Bearer word' };
const environment = '/api/environments/{name}';

/** Asks and tells status, body, and what the document has against it. */
async function ask(
  request: InjectOptions & { url: string },
  path: string,
  world = apiWorld(),
): Promise<{ status: number; body: unknown; faults: unknown[] }> {
  await using server = apiServer(world).app;
  const answer = await server.inject({ method: 'GET', ...request });
  const isJson = String(answer.headers['content-type']).startsWith('application/json');
  const body: unknown = isJson ? answer.json() : '';
  const faults = faultsOf(String(request.method ?? 'GET'), path, answer.statusCode, body);
  return { status: answer.statusCode, body, faults };
}

const good: [path: string, url: string][] = [
  ['/api/environments', '/api/environments'],
  [environment, '/api/environments/shop'],
  [`${environment}/runs`, '/api/environments/shop/runs'],
  [`${environment}/runs/{id}`, '/api/environments/shop/runs/r3'],
  [`${environment}/objects`, '/api/environments/shop/objects'],
  ['/healthz', '/healthz'],
  ['/readyz', '/readyz'],
];
for (const [path, url] of good) {
  test(`GET ${url} answers as documented`, async () => {
    const { status, faults } = await ask({ url }, path);
    assert.deepEqual([status, faults], [200, []]);
  });
}

const bad: [status: number, path: string, request: InjectOptions & { url: string }][] = [
  [400, '/api/environments', { url: '/api/environments?state=failed' }],
  [400, environment, { url: '/api/environments/shop?now=1' }],
  [400, `${environment}/runs`, { url: '/api/environments/shop/runs?limit=0' }],
  [400, `${environment}/objects`, { url: '/api/environments/shop/objects?health=fine' }],
  [400, '/api/openapi.json', { url: '/api/openapi.json?pretty' }],
  [400, '/api/events', { url: '/api/events?environment=shop' }],
  [404, environment, { url: '/api/environments/other' }],
  [404, `${environment}/runs`, { url: '/api/environments/other/runs' }],
  [404, `${environment}/runs/{id}`, { url: '/api/environments/shop/runs/r9' }],
  [404, `${environment}/objects`, { url: '/api/environments/other/objects' }],
  [401, `${environment}/run`, { method: 'POST', url: '/api/environments/shop/run' }],
  [404, `${environment}/run`, { method: 'POST', url: '/api/environments/other/run', headers: token }],
  [503, `${environment}/resume`, { method: 'POST', url: '/api/environments/shop/resume', headers: token }],
  [
    400,
    `${environment}/suspend`,
    { method: 'POST', url: '/api/environments/shop/suspend', headers: token, body: '{"reson":""}' },
  ],
  [400, `${environment}/suspend`, { method: 'POST', url: '/api/environments/shop/suspend', headers: token, body: '{' }],
  [
    413,
    `${environment}/suspend`,
    { method: 'POST', url: '/api/environments/shop/suspend', headers: token, body: 'x'.repeat(9_000) },
  ],
  [
    409,
    `${environment}/approve`,
    { method: 'POST', url: '/api/environments/shop/approve', headers: token, body: `{"plan":"${'a'.repeat(64)}"}` },
  ],
];
for (const [expected, path, request] of bad) {
  test(`${request.method ?? 'GET'} ${request.url} answers ${expected} as documented, ${JSON.stringify(request.body ?? 'no body').slice(0, 20)}`, async () => {
    const { status, faults } = await ask(request, path);
    assert.deepEqual([status, faults], [expected, []]);
  });
}

test('an action answers as documented', async () => {
  const request = { method: 'POST', url: '/api/environments/shop/run', headers: token } as const;
  const { status, faults } = await ask(request, `${environment}/run`);
  assert.deepEqual([status, faults], [202, []]);
});

test('actions that are off answer as documented', async () => {
  const world = apiWorld();
  if (world.actions !== undefined) world.actions = { ...world.actions, readToken: async () => undefined };
  const request = { method: 'POST', url: '/api/environments/shop/run' } as const;
  const { status, faults } = await ask(request, `${environment}/run`, world);
  assert.deepEqual([status, faults], [403, []]);
});

test('probes that fail answer as documented', async () => {
  const world = apiWorld();
  world.health.set('api', { problem: 'Cannot reach the API server' });
  const { status, faults } = await ask({ url: '/readyz' }, '/readyz', world);
  assert.deepEqual([status, faults], [503, []]);
});

for (const [status, request] of [
  [404, { url: '/api/nothing' }],
  [404, { url: '/api' }],
  [405, { method: 'DELETE', url: '/api/environments' }],
  [405, { method: 'PUT', url: '/api/environments/shop/run' }],
  [400, { url: '/api/environments/%ff' }],
] as const) {
  test(`${'method' in request ? request.method : 'GET'} ${request.url} answers ${status} with an Error`, async () => {
    await using server = apiServer().app;
    const answer = await server.inject({ method: 'GET', ...request });
    assert.deepEqual([answer.statusCode, faultsOfComponent('Error', answer.json())], [status, []]);
  });
}

function defect(): never {
  throw new Error('inside');
}

test('a defect answers 500 with an Error', async () => {
  const world = apiWorld();
  await using server = apiServer({ ...world, history: { ...world.history, list: defect } }).app;
  const answer = await server.inject('/api/environments/shop/runs');
  assert.deepEqual([answer.statusCode, faultsOfComponent('Error', answer.json())], [500, []]);
});

test('a run comes as it is kept', async () => {
  const { body } = await ask({ url: '/api/environments/shop/runs/r3' }, `${environment}/runs/{id}`);
  assert.deepEqual(body, fullRun);
});

const selections: [query: string, ids: string[]][] = [
  ['', ['r4', 'r3', 'r2']],
  ['?limit=2', ['r4', 'r3']],
  ['?result=failed', ['r3']],
  ['?result=running,applied', ['r4', 'r2']],
  ['?since=2026-11-21T13:42:35Z', ['r4', 'r3']],
  ['?since=2026-11-21T14:42:36%2B01:00', ['r4']],
  ['?result=held', []],
];
for (const [query, ids] of selections) {
  test(`runs${query} are ${ids.join(', ') || 'none'}`, async () => {
    await using server = apiServer().app;
    const answer = await server.inject(`/api/environments/shop/runs${query}`);
    assert.deepEqual(answer.json(), { runs: runs.filter(({ id }) => ids.includes(id)) });
  });
}

test('objects are asked for as the query says', async () => {
  const world = apiWorld();
  const url =
    '/api/environments/shop/objects?health=failed,missing&outcome=held&kind=Pod&namespace=a&q=We&page=2&limit=7';
  const { body } = await ask({ url }, `${environment}/objects`, world);
  const health = ['failed', 'missing'];
  assert.deepEqual(world.asked, [
    { health, outcome: ['held'], kind: 'Pod', namespace: 'a', q: 'We', page: 2, limit: 7 },
  ]);
  assert.deepEqual(body, objectPage);
});

test('an environment that has looked at nothing yet has no runs and no objects', async () => {
  const none = { history: { list: () => undefined, get: () => undefined }, objects: { query: () => undefined } };
  const world = apiWorld(none);
  const found = await ask({ url: '/api/environments/shop/runs' }, `${environment}/runs`, world);
  const objects = await ask({ url: '/api/environments/shop/objects' }, `${environment}/objects`, apiWorld(none));
  assert.deepEqual([found.body, objects.faults], [{ runs: [] }, []]);
});

test('the document is served as JSON and is the one that is tested', async () => {
  await using server = apiServer().app;
  const answer = await server.inject('/api/openapi.json');
  assert.deepEqual(
    [answer.statusCode, answer.headers['content-type'], answer.json().info.version],
    [200, 'application/json; charset=utf-8', '0.1.0'],
  );
});
