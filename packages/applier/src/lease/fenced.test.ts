import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiAnswer } from '../apply/apiClient.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import { fenced } from './fenced.ts';

const signal = new AbortController().signal;

/** The methods that got through while `isHeld` answers `held`. */
async function sentWhile(held: boolean): Promise<string[]> {
  const sent: string[] = [];
  const api = {
    request: async <T>({ method }: ApiRequest): Promise<ApiAnswer<T>> => {
      sent.push(method);
      return { created: false, body: JSON.parse('{}') };
    },
  };
  const guarded = fenced(api, () => held);
  const methods = ['GET', 'PATCH', 'POST', 'PUT', 'DELETE'] as const;
  for (const method of methods) await guarded.request({ method, path: '/api?x=1', signal }).catch(() => {});
  return sent;
}

test('with the lease everything is sent', async () => {
  assert.deepEqual(await sentWhile(true), ['GET', 'PATCH', 'POST', 'PUT', 'DELETE']);
});

test('without the lease only reads are sent', async () => {
  assert.deepEqual(await sentWhile(false), ['GET']);
});

test('a write without the lease is refused with the reason, and without the query', async () => {
  const guarded = fenced({ request: () => assert.fail('sent') }, () => false);
  await assert.rejects(guarded.request({ method: 'PATCH', path: '/api/v1/x?force=true', signal }), {
    message: 'Cannot PATCH /api/v1/x: this applier must hold the lease, found that it may have lost it',
  });
});
