import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@couplet/daemon';
import { PageWorld } from '../page/fixtures/pageWorld.ts';

const right = 'the right word';

type Answer = { status: number; retryAfter: unknown; code: string | undefined };

/** Asks the API for a run; without a token when it is undefined. */
async function act({ app }: PageWorld, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await app.inject({ method: 'POST', url: '/api/environments/shop/run', headers });
  const { error }: { error?: { code: string } } = answer.json();
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], code: error?.code };
}

test('after five wrong tokens also the right one waits, for a minute', async () => {
  await using world = new PageWorld();
  for (let tried = 0; tried < 5; tried += 1) assert.equal((await act(world, 'wrong')).status, 401);
  assert.deepEqual(await act(world, right), { status: 429, retryAfter: '60', code: 'too-many-attempts' });
  await world.clock.advance(60_000);
  assert.equal((await act(world, right)).status, 202);
});

test('guesses at the API count for the sign-in of the page', async () => {
  await using world = new PageWorld();
  for (let tried = 0; tried < 5; tried += 1) await act(world, 'wrong');
  assert.equal((await world.signIn()).statusCode, 429);
});

test('guesses at the sign-in of the page count for the API', async () => {
  await using world = new PageWorld();
  for (let tried = 0; tried < 5; tried += 1) await world.signIn({ token: 'wrong' });
  assert.equal((await act(world, right)).status, 429);
});

test('a call without a token is no guess', async () => {
  await using world = new PageWorld();
  for (let tried = 0; tried < 6; tried += 1) assert.equal((await act(world)).status, 401);
  assert.equal((await act(world, right)).status, 202);
});

test('each refused token is a line of the log, which does not show it', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  await using world = new PageWorld({ log: createLog({ name: 'applier', destination }) });
  await act(world, 'hunter2');
  assert.deepEqual(
    [lines.some((line) => line.includes('action refused')), lines.join('').includes('hunter2')],
    [true, false],
  );
});
