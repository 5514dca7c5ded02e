import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configured } from './fixtures/events.ts';
import { serverDeps } from './fixtures/serverDeps.ts';
import { buildServer } from './server.ts';
import { Status } from './status.ts';

type Given = { method?: 'GET' | 'POST'; payload?: string; type?: string };

async function accept(): Promise<{ kind: 'accepted' }> {
  return { kind: 'accepted' };
}

/** Posts to `suspend` of a server with actions; tells the status, the error and what was asked and told. */
async function post({ method = 'POST', payload, type }: Given): Promise<{
  status: number;
  allow: unknown;
  body: { error?: { code: string; message: string } };
  asked: unknown[];
  told: unknown[];
}> {
  const status = new Status();
  status.record(configured);
  const [asked, told]: unknown[][] = [[], []];
  const deps = serverDeps({
    status,
    now: () => 0,
    actions: {
      actions: {
        run: accept,
        resume: accept,
        approve: accept,
        suspend: async (...args) => {
          asked?.push(...args);
          return { kind: 'accepted' };
        },
      },
      readToken: async () => 'word',
      onAnswer: (...facts) => void told?.push(facts),
    },
  });
  await using app = buildServer(deps);
  const headers = { authorization: 'Bearer word', ...(type !== undefined && { 'content-type': type }) };
  const url = '/api/environments/shop/suspend';
  const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  return {
    status: answer.statusCode,
    allow: answer.headers['allow'],
    body: answer.body === '' ? {} : answer.json(),
    asked: asked ?? [],
    told: told ?? [],
  };
}

for (const type of [undefined, 'application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
  test(`a body of type ${String(type)} is read as JSON`, async () => {
    const { status, asked } = await post({ payload: '{"reason":"move"}', ...(type !== undefined && { type }) });
    assert.deepEqual([status, asked], [202, ['shop', { reason: 'move' }]]);
  });
}

test('no body is an empty one, also with a type', async () => {
  assert.deepEqual((await post({ type: 'application/json', payload: '' })).asked, ['shop', {}]);
});

test('a body that is no JSON is refused', async () => {
  const { status, body, asked } = await post({ payload: 'reason=move', type: 'application/x-www-form-urlencoded' });
  assert.deepEqual([status, body.error?.code, asked], [400, 'bad-request', []]);
});

test('a body that is too large is refused', async () => {
  const { status, asked } = await post({ payload: JSON.stringify({ reason: 'x'.repeat(10_000) }) });
  assert.deepEqual([status, asked], [413, []]);
});

test('a key __proto__ is a key that does not exist', async () => {
  assert.equal((await post({ payload: '{"__proto__":{"reason":"x"}}' })).status, 400);
});

test('each answer is told for log and metric', async () => {
  assert.deepEqual((await post({})).told, [['shop', 'suspend', 202]]);
});

test('another method names the one that works', async () => {
  const { status, allow } = await post({ method: 'GET' });
  assert.deepEqual([status, allow], [405, 'POST']);
});
