import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiAnswer } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import { EnvironmentMemory } from './environmentMemory.ts';

const signal = new AbortController().signal;
const suspended = { at: '2026-01-01T00:00:00.000Z' };
const attempt = { commit: '1'.repeat(40), tree: '2'.repeat(40), count: 1 };

/** An API server that holds one ConfigMap; `failing` answers everything with 500. */
function fakeApi(data?: Record<string, string>) {
  const state = { data, requests: [] as string[], sent: '', failing: false };
  const api = {
    request: async <T>({ method, path, body = '{}' }: ApiRequest): Promise<ApiAnswer<T>> => {
      state.requests.push(`${method} ${path.split('?', 1)[0]}`);
      if (state.failing) throw new ApiError(500, {});
      if (method === 'PATCH') {
        state.sent = body;
        state.data = JSON.parse(body).data;
      }
      if (state.data === undefined) throw new ApiError(404, {});
      return { created: false, body: JSON.parse(JSON.stringify({ data: state.data })) };
    },
  };
  return { api, state };
}

test('a memory that was never written is empty, and is read once', async () => {
  const { api, state } = fakeApi();
  const memory = new EnvironmentMemory('shop', 'couplet');
  assert.deepEqual(await memory.read(api, signal), {});
  await memory.read(api, signal);
  assert.deepEqual(state.requests, ['GET /api/v1/namespaces/couplet/configmaps/couplet-shop.memory']);
});

test('a fact is kept beside the others, and forgotten alone', async () => {
  const { api } = fakeApi();
  const memory = new EnvironmentMemory('shop', 'couplet');
  await memory.remember(api, { suspended }, signal);
  await memory.remember(api, { attempt }, signal);
  const second = new EnvironmentMemory('shop', 'couplet');
  assert.deepEqual(await second.read(api, signal), { suspended, attempt });
  await second.remember(api, { suspended: undefined }, signal);
  assert.deepEqual(await new EnvironmentMemory('shop', 'couplet').read(api, signal), { attempt });
});

test('a fact that is known already is not written again', async () => {
  const { api, state } = fakeApi();
  const memory = new EnvironmentMemory('shop', 'couplet');
  await memory.remember(api, { suspended }, signal);
  await memory.remember(api, { suspended: { ...suspended } }, signal);
  assert.equal(state.requests.filter((request) => request.startsWith('PATCH')).length, 1);
});

test('two facts that are kept at the same time are both kept', async () => {
  const { api } = fakeApi();
  const memory = new EnvironmentMemory('shop', 'couplet');
  await Promise.all([memory.remember(api, { suspended }, signal), memory.remember(api, { attempt }, signal)]);
  assert.deepEqual(await new EnvironmentMemory('shop', 'couplet').read(api, signal), { suspended, attempt });
});

test('an error of the API server is thrown, is not taken for an empty memory, and the next try goes on', async () => {
  const { api, state } = fakeApi({ suspended: JSON.stringify(suspended) });
  const memory = new EnvironmentMemory('shop', 'couplet');
  state.failing = true;
  await assert.rejects(memory.read(api, signal), ApiError);
  await assert.rejects(memory.remember(api, { attempt }, signal), ApiError);
  state.failing = false;
  await memory.remember(api, { attempt }, signal);
  assert.deepEqual(memory.facts, { suspended, attempt });
});

test('every character of a reason arrives, although the API server reads an apply as YAML', async () => {
  const { api, state } = fakeApi();
  const reason = '\u007f\u0085\u009f\u2028\u2029\ufeff\ufffe\uffff';
  await new EnvironmentMemory('shop', 'couplet').remember(api, { suspended: { ...suspended, reason } }, signal);
  assert.match(state.sent, /^[\n\r\t -~]+$/);
  assert.equal((await new EnvironmentMemory('shop', 'couplet').read(api, signal)).suspended?.reason, reason);
});
