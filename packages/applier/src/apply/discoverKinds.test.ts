import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeApi } from '../settle/fixtures/fakeApi.ts';
import type { Api } from './apiClient.ts';
import { discoverKinds } from './discoverKinds.ts';

const signal = AbortSignal.timeout(10_000);
const resource = (kind: string): object => ({
  resource: `${kind.toLowerCase()}s`,
  scope: 'Namespaced',
  verbs: ['patch'],
  responseKind: { kind },
});

/** Answers of discovery for a group: fresh with its kinds, or stale without any, as that of an aggregated API that is down. */
function answering(groups: Record<string, string[] | 'down'>): Api {
  const items = Object.entries(groups).map(([name, kinds]) => ({
    metadata: { name },
    versions: [
      kinds === 'down'
        ? { version: 'v1', freshness: 'Stale', resources: [] }
        : { version: 'v1', freshness: 'Current', resources: kinds.map(resource) },
    ],
  }));
  return fakeApi({ '/api': {}, '/apis': { items } });
}

test('kinds of a group that does not answer are those that were known before, and the group is named', async () => {
  const before = await discoverKinds(answering({ 'a.example': ['Cake'], 'b.example': ['Bread'] }), signal);
  const { kinds, broken } = await discoverKinds(
    answering({ 'a.example': 'down', 'b.example': ['Bun'] }),
    signal,
    before,
  );
  assert.deepEqual([...kinds.keys()].toSorted(), ['Bun.b.example', 'Cake.a.example']);
  assert.deepEqual(broken, ['a.example/v1']);
});

test('a kind that is gone from a group that answers is gone', async () => {
  const before = await discoverKinds(answering({ 'a.example': ['Cake'] }), signal);
  assert.equal(
    (await discoverKinds(answering({ 'a.example': ['Bun'] }), signal, before)).kinds.has('Cake.a.example'),
    false,
  );
});
