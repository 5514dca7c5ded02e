import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify, { type InjectOptions } from 'fastify';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { SignInLimit } from '../session/signInLimit.ts';
import type { ActionAnswer } from './actions.ts';
import { addActionRoutes } from './addActionRoutes.ts';

type Answer = { status: number; body: unknown; asked: unknown[][] };

/** Posts to `path` and tells what was answered and what the actions were asked. */
async function post(path: string, more: InjectOptions = {}, token: string | Error | null = 'word'): Promise<Answer> {
  const asked: unknown[][] = [];
  const answer =
    (name: string) =>
    async (...args: unknown[]): Promise<ActionAnswer> => {
      asked.push([name, ...args]);
      return { kind: 'accepted' };
    };
  const known: EnvironmentStatus = { name: 'shop', state: 'waiting', suspended: false };
  await using app = fastify();
  addActionRoutes(app, {
    actions: {
      run: answer('run'),
      suspend: answer('suspend'),
      resume: answer('resume'),
      approve: async () => ({ kind: 'conflict', message: 'Cannot approve: another plan is held' }),
    },
    status: { get: (name) => (name === 'shop' ? known : undefined) },
    readToken: async () => {
      if (token instanceof Error) throw token;
      return token ?? undefined;
    },
    now: () => 0,
    limit: new SignInLimit(() => 0),
    onAnswer: () => {},
  });
  const { statusCode, body } = await app.inject({ method: 'POST', url: path, ...more });
  return { status: statusCode, body: JSON.parse(body), asked };
}

const headers = { authorization: 'Bearer word' };

test('an action with the token is accepted and handed over', async () => {
  const { status, body, asked } = await post('/api/environments/shop/run', { headers });
  assert.deepEqual([status, body, asked], [202, { environment: 'shop', action: 'run' }, [['run', 'shop']]]);
});

test('a suspension comes with its reason and its end', async () => {
  const { asked } = await post('/api/environments/shop/suspend', { headers, payload: { reason: 'move', for: '1m' } });
  assert.deepEqual(asked, [['suspend', 'shop', { reason: 'move', until: 60_000 }]]);
});

for (const authorization of [undefined, '', 'Bearer', 'Bearer ', 'Bearer other', 'Basic word', 'Bearer word ']) {
  test(`the header ${JSON.stringify(authorization)} is refused, always with the same answer`, async () => {
    const more = authorization === undefined ? {} : { headers: { authorization } };
    const { status, body, asked } = await post('/api/environments/shop/run', more);
    assert.deepEqual([status, asked], [401, []]);
    const message = 'Cannot act: the bearer token must be that of applier.token';
    assert.deepEqual(body, { error: { code: 'unauthorized', message } });
  });
}

test('without a token in the configuration actions are off, also for an empty bearer', async () => {
  const none = await post('/api/environments/shop/run', { headers: { authorization: 'Bearer ' } }, null);
  assert.deepEqual([none.status, none.asked], [403, []]);
});

test('a token file that cannot be read turns actions off and shows nothing of the file', async () => {
  const { status, body } = await post('/api/environments/shop/run', { headers }, new Error('EACCES /etc/x'));
  assert.equal(status, 403);
  assert.doesNotMatch(JSON.stringify(body), /EACCES/);
});

test('an environment that is not configured is not found, but only with the token', async () => {
  assert.equal((await post('/api/environments/other/run', { headers })).status, 404);
  assert.equal((await post('/api/environments/other/run')).status, 401);
});

test('what does not fit the state of the environment is a conflict with its sentence', async () => {
  const payload = { plan: 'a'.repeat(64) };
  const { status, body } = await post('/api/environments/shop/approve', { headers, payload });
  assert.deepEqual(
    [status, body],
    [409, { error: { code: 'conflict', message: 'Cannot approve: another plan is held' } }],
  );
});

test('a body that makes no sense is refused and does nothing', async () => {
  const { status, asked } = await post('/api/environments/shop/run', { headers, payload: { now: true } });
  assert.deepEqual([status, asked], [400, []]);
});
