import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiAnswer } from '../apply/apiClient.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import { ApiError } from '../apply/apiError.ts';
import { leaseStore } from './leaseStore.ts';

const signal = new AbortController().signal;
const record = { holder: 'a/1#x', duration: 15, transitions: 2, renewTime: 't2', acquireTime: 't1' };

/** An API that answers each request by `answer`, and what it was asked. */
function asked(answer: (request: ApiRequest) => unknown) {
  const requests: ApiRequest[] = [];
  const api = {
    request: async <T>(request: ApiRequest): Promise<ApiAnswer<T>> => {
      requests.push(request);
      const body: unknown = answer(request);
      if (body instanceof Error) throw body;
      return { created: false, body: JSON.parse(JSON.stringify(body)) };
    },
  };
  return { requests, store: leaseStore(api, { name: 'couplet-applier', namespace: 'couplet' }) };
}

test('a lease that does not exist is read as nothing', async () => {
  const { store } = asked(() => new ApiError(404, {}));
  assert.equal(await store.read(signal), undefined);
});

test('a lease is read with its holder, duration, transitions and resourceVersion', async () => {
  const spec = {
    holderIdentity: 'a/1#x',
    leaseDurationSeconds: 15,
    leaseTransitions: 2,
    renewTime: 't2',
    acquireTime: 't1',
  };
  const { store } = asked(() => ({ metadata: { resourceVersion: '7' }, spec }));
  assert.deepEqual(await store.read(signal), { ...record, resourceVersion: '7' });
});

test('a lease without a spec has no holder', async () => {
  const { store } = asked(() => ({ metadata: { resourceVersion: '7' } }));
  assert.equal((await store.read(signal))?.holder, '');
});

test('a new lease is created, a read one is written over that version alone', async () => {
  const { store, requests } = asked(({ body = '' }) => JSON.parse(body));
  await store.write({ ...record, resourceVersion: '' }, signal);
  await store.write({ ...record, resourceVersion: '7' }, signal);
  const path = '/apis/coordination.k8s.io/v1/namespaces/couplet/leases';
  assert.deepEqual(
    requests.map(({ method, path: asking, body = '' }) => [method, asking, JSON.parse(body).metadata.resourceVersion]),
    [
      ['POST', path, undefined],
      ['PUT', `${path}/couplet-applier`, '7'],
    ],
  );
});

for (const status of [409, 404]) {
  test(`a write that is answered ${status} was too slow, and no error`, async () => {
    const { store } = asked(() => new ApiError(status, {}));
    assert.equal(await store.write({ ...record, resourceVersion: '7' }, signal), undefined);
  });
}

test('a namespace that does not exist is an error', async () => {
  const { store } = asked(() => new ApiError(404, { message: 'namespaces "couplet" not found' }));
  await assert.rejects(store.write({ ...record, resourceVersion: '' }, signal), /namespaces "couplet" not found/);
});
