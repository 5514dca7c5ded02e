import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastify } from 'fastify';
import { FakeClock } from './fakeClock.ts';
import { Health } from './health.ts';
import { addHealthRoutes } from './healthRoutes.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';

type Answer = { status: number; body: string; type: string };
type Bench = { clock: FakeClock; health: Health; lines: string[]; get: (url: string) => Promise<Answer> };

function build(): Bench {
  const clock = new FakeClock();
  const health = new Health(clock);
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line: string) => void lines.push(line) } });
  const app = fastify({ loggerInstance: log });
  addHealthRoutes(app, { health, registry: createMetrics('test').registry });
  const get = async (url: string): Promise<Answer> => {
    const { statusCode, body, headers } = await app.inject(url);
    return { status: statusCode, body, type: String(headers['content-type']) };
  };
  return { clock, health, lines, get };
}

test('/healthz is 200 while the loops turn', async () => {
  const { health, get } = build();
  health.expectBeat('sync', 1_000);
  const { status, body } = await get('/healthz');
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { ok: true, checks: { sync: 'ok' } });
});

test('/healthz is 503 when a loop hangs, and names it', async () => {
  const { clock, health, get } = build();
  health.expectBeat('sync', 1_000);
  await clock.advance(2_000);
  const { status, body } = await get('/healthz');
  assert.equal(status, 503);
  assert.match(JSON.parse(body).checks.sync, /last turn was 2 s ago/);
});

test('/healthz does not depend on what is outside', async () => {
  const { health, get } = build();
  health.set('api', { problem: 'server does not answer' });
  assert.equal((await get('/healthz')).status, 200);
});

test('/readyz is 503 with the problem, and 200 when it is gone', async () => {
  const { health, get } = build();
  health.set('api', { problem: 'server does not answer' });
  const { status, body } = await get('/readyz');
  assert.equal(status, 503);
  assert.deepEqual(JSON.parse(body), { ok: false, checks: { api: 'server does not answer' } });
  health.set('api', 'ok');
  assert.equal((await get('/readyz')).status, 200);
});

test('/metrics has the content type of the registry', async () => {
  const { get } = build();
  const { status, body, type } = await get('/metrics');
  assert.equal(status, 200);
  assert.equal(type, createMetrics('test').registry.contentType);
  assert.match(body, /^couplet_build_info\{component="test"/m);
});

test('probes leave no line in the log', async () => {
  const { get, lines } = build();
  for (const url of ['/healthz', '/readyz', '/metrics']) await get(url);
  assert.deepEqual(lines, []);
});

test('the routes fit an app with the logger of fastify, too', async () => {
  const app = fastify();
  addHealthRoutes(app, { health: new Health(new FakeClock()), registry: createMetrics('test').registry });
  assert.equal((await app.inject('/healthz')).statusCode, 200);
});
