import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededAccess, type Place } from './neededAccess.ts';

const configMap = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const deployment = { group: 'apps', kind: 'Deployment', resource: 'deployments', versions: ['v1'], namespaced: true };
const namespace = { group: '', kind: 'Namespace', resource: 'namespaces', versions: ['v1'], namespaced: false };

/** Lines `namespace resource.group verbs`. */
function needed(places: Place[], prune = true): string[] {
  return neededAccess(places, { prune, ownNamespace: 'couplet' }).map(
    (access) => `${access.namespace ?? '*'} ${access.resource}.${access.group} ${access.verbs.join(',')}`,
  );
}

const own = [
  'couplet configmaps. get,create,patch',
  'couplet events. create',
  'couplet leases.coordination.k8s.io get,create,update',
];

test('an environment without objects needs its set parent and the lease', () => {
  assert.deepEqual(needed([]), own);
});

test('a kind is needed once in each namespace where it has objects', () => {
  const places = [
    { kind: configMap, namespace: 'shop' },
    { kind: configMap, namespace: 'shop' },
    { kind: configMap, namespace: 'web' },
  ];
  assert.deepEqual(needed(places), [
    ...own,
    'shop configmaps. get,list,watch,create,patch,delete',
    'web configmaps. get,list,watch,create,patch,delete',
  ]);
});

test('nothing needs to be deleted when prune is off', () => {
  assert.deepEqual(needed([{ kind: configMap, namespace: 'shop' }], false), [
    ...own,
    'shop configmaps. get,list,watch,create,patch',
  ]);
});

test('an object that may be created anew needs to be deleted also when prune is off', () => {
  const places = [
    { kind: configMap, namespace: 'shop', recreate: true },
    { kind: configMap, namespace: 'shop' },
  ];
  assert.deepEqual(needed(places, false), [...own, 'shop configmaps. get,list,watch,create,patch,delete']);
});

test('a kind without namespaces is needed in the whole cluster', () => {
  assert.deepEqual(needed([{ kind: namespace }]), ['* namespaces. get,list,watch,create,patch,delete', ...own]);
});

test('a Deployment needs the replica sets, pods and events that explain its health', () => {
  assert.deepEqual(needed([{ kind: deployment, namespace: 'shop' }]), [
    ...own,
    'shop events. list',
    'shop pods. list',
    'shop deployments.apps get,list,watch,create,patch,delete',
    'shop replicasets.apps list',
  ]);
});

test('objects in the namespace of the set parent need its rule and their own together', () => {
  const [first] = needed([{ kind: configMap, namespace: 'couplet' }]);
  assert.equal(first, 'couplet configmaps. get,list,watch,create,patch,delete');
});
