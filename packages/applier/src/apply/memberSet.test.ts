import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Follower } from '../load/follower.ts';
import { fakeApi } from '../settle/fixtures/fakeApi.ts';
import { configMaps, live, metadata } from '../watch/fixtures/members.ts';
import { MemberSet } from './memberSet.ts';
import { setParent } from './setParent.ts';

const parent = setParent('shop', 'couplet');
const annotations = { 'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap' };
const api = fakeApi({
  '/api/v1/namespaces/couplet/configmaps/couplet-shop': {
    metadata: { annotations, labels: { 'applyset.kubernetes.io/id': parent.id } },
  },
  '/api/v1/configmaps': { items: [{ metadata: metadata(7) }, { metadata: metadata(7, { name: 'b' }) }] },
});
const discovered = { kinds: new Map([['ConfigMap', configMaps]]), broken: [] };

/** What a follower of the members is told after one of them was set. */
function toldOf(set: MemberSet, id: string): string[] {
  const follower = new Follower<string>();
  follower.look(set.members);
  set.members.set(id, live(8, { id }));
  return [...(follower.look(set.members) ?? ['all'])];
}

test('whoever follows the members is told the one that was set, before the set was read and after', async () => {
  const set = new MemberSet(parent, '0');
  assert.deepEqual(toldOf(set, 'ConfigMap/shop/b'), ['ConfigMap/shop/b']);
  await set.read(api, discovered, new AbortController().signal);
  assert.deepEqual([...set.members.keys()], ['ConfigMap/shop/a', 'ConfigMap/shop/b']);
  assert.deepEqual(toldOf(set, 'ConfigMap/shop/b'), ['ConfigMap/shop/b']);
});
