import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api, ApiAnswer, ApiRequest } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import { MemberSet } from '../apply/memberSet.ts';
import { setParent } from '../apply/setParent.ts';
import type { Kind, Kinds } from '../plan/kinds.ts';
import { configMaps, live, metadata } from './fixtures/members.ts';
import { placeKey, startVersion, watchPlaces } from './watchPlaces.ts';

const secrets: Kind = { ...configMaps, kind: 'Secret', resource: 'secrets' };
const namespaces: Kind = { ...configMaps, kind: 'Namespace', resource: 'namespaces', namespaced: false };
const kinds: Kinds = new Map([configMaps, secrets, namespaces].map((kind) => [kind.kind, kind]));
const parent = setParent('shop', 'couplet');

/** A set with these kinds, in namespaces shop and web; `confined`: only lists of one namespace are allowed. */
async function listed(scope: string, { confined = false } = {}): Promise<MemberSet> {
  const annotations = {
    'applyset.kubernetes.io/contains-group-kinds': scope,
    'applyset.kubernetes.io/additional-namespaces': 'shop,web',
  };
  const answer = (path: string): object => {
    if (path.endsWith('/configmaps/couplet-shop')) {
      return { metadata: { annotations, labels: { 'applyset.kubernetes.io/id': parent.id } } };
    }
    if (confined && !path.includes('/namespaces/')) throw new ApiError(403, { message: 'no' });
    const resourceVersion = path.includes('/shop/') ? '41' : '42';
    return { metadata: { resourceVersion }, items: [{ metadata: metadata(3) }] };
  };
  const api: Api = {
    request: async <T>({ path }: ApiRequest): Promise<ApiAnswer<T>> => ({ created: false, body: answer(path) as T }),
  };
  const members = new MemberSet(parent, '0');
  await members.read(api, { kinds, broken: [] }, AbortSignal.timeout(10_000));
  return members;
}

const keys = (members: MemberSet, refused: string[] = []): string[] =>
  watchPlaces(members, kinds, new Set(refused)).map(placeKey);

test('a kind that was listed as a whole is watched as a whole', async () => {
  assert.deepEqual(keys(await listed('ConfigMap,Namespace')), ['configmaps./v1 ', 'namespaces./v1 ']);
});

test('a kind that was listed by namespace is watched so, and what lives in none as a whole', async () => {
  const members = await listed('ConfigMap', { confined: true });
  assert.deepEqual(keys(members), ['configmaps./v1 shop', 'configmaps./v1 web']);
});

test('a kind of which the watch of all namespaces was refused is watched by namespace', async () => {
  assert.deepEqual(keys(await listed('ConfigMap,Secret'), ['Secret']), [
    'configmaps./v1 ',
    'secrets./v1 shop',
    'secrets./v1 web',
  ]);
});

test('a kind that the cluster does not have is not watched', async () => {
  assert.deepEqual(keys(await listed('ConfigMap,Widget.example.com')), ['configmaps./v1 ']);
});

test('another version of a kind is another watch', () => {
  assert.notEqual(placeKey({ kind: configMaps }), placeKey({ kind: { ...configMaps, versions: ['v2'] } }));
});

test('a watch goes on from its list, and from the oldest of several lists', async () => {
  assert.equal(startVersion(await listed('ConfigMap'), 'ConfigMap', configMaps), '42');
  assert.equal(startVersion(await listed('ConfigMap', { confined: true }), 'ConfigMap', configMaps, 'web'), '41');
});

test('a kind that came after the list is watched from the oldest write to one of its members', async () => {
  const members = await listed('Namespace');
  members.members.set('a', live(9, { id: 'a' }));
  members.members.set('b', live(10, { id: 'b' }));
  members.members.set('c', live(2, { id: 'c', namespace: 'web' }));
  assert.equal(startVersion(members, 'ConfigMap', configMaps, 'shop'), '9');
  assert.equal(startVersion(members, 'ConfigMap', configMaps), '2');
  assert.equal(startVersion(members, 'Secret', secrets), undefined);
});
