import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMapApi } from './fixtures/configMapApi.ts';
import { RunStore } from './runStore.ts';

const signal = new AbortController().signal;
const place = { environment: 'shop', namespace: 'couplet' };
const records = new Map([['20261121T134205.030Z-1a2b3c4', Buffer.from('one')]]);

test('five shards that were never written are empty, and cost five requests', async () => {
  const api = configMapApi();
  assert.deepEqual(
    await new RunStore(api, place).read(signal),
    Array.from({ length: 5 }, () => new Map()),
  );
  assert.equal(api.requests.length, 5);
});

test('what is written is read again by another', async () => {
  const api = configMapApi();
  assert.equal(await new RunStore(api, place).write(3, records, signal), 'written');
  assert.deepEqual((await new RunStore(api, place).read(signal))[3], records);
  assert.deepEqual([...api.objects.keys()], ['/api/v1/namespaces/couplet/configmaps/couplet-shop.runs-3']);
});

test('what another wrote since is not overwritten', async () => {
  const api = configMapApi();
  const [one, other] = [new RunStore(api, place), new RunStore(api, place)];
  await one.write(0, records, signal);
  await other.read(signal);
  await other.write(0, new Map(), signal);
  assert.equal(await one.write(0, records, signal), 'outdated');
  await one.read(signal);
  assert.equal(await one.write(0, records, signal), 'written');
});

test('a shard that somebody deleted is there again, which is said', async () => {
  const api = configMapApi();
  const store = new RunStore(api, place);
  await store.write(0, records, signal);
  api.objects.clear();
  assert.equal(await store.write(0, records, signal), 'deleted');
  assert.equal(await store.write(0, records, signal), 'written');
});

test('entries that are no runs are not read', async () => {
  const api = configMapApi();
  await new RunStore(api, place).write(0, records, signal);
  const [object] = api.objects.values();
  Object.assign(object?.binaryData ?? {}, { 'notes.txt': 'eA==' });
  assert.deepEqual((await new RunStore(api, place).read(signal))[0], records);
});

test('a run whose name no ConfigMap can hold is not written', async () => {
  const api = configMapApi();
  await new RunStore(api, place).write(0, new Map([...records, ['a/b', Buffer.from('x')]]), signal);
  assert.deepEqual((await new RunStore(api, place).read(signal))[0], records);
});

test('an error of the API server is thrown', async () => {
  const api = configMapApi();
  api.failing = true;
  await assert.rejects(new RunStore(api, place).read(signal), { httpStatus: 500 });
  await assert.rejects(new RunStore(api, place).write(0, records, signal), { httpStatus: 500 });
});
