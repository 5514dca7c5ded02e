import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Environment } from '@couplet/config';
import type { JsonObject, ManifestEntry } from '../load/manifest.ts';
import type { Kind } from '../plan/kinds.ts';
import { rbacNeeds, type RbacNeeds } from './rbacNeeds.ts';

const kinds = new Map<string, Kind>([
  ['ConfigMap', { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true }],
  ['Namespace', { group: '', kind: 'Namespace', resource: 'namespaces', versions: ['v1'], namespaced: false }],
  [
    'Role.rbac.authorization.k8s.io',
    { group: 'rbac.authorization.k8s.io', kind: 'Role', resource: 'roles', versions: ['v1'], namespaced: true },
  ],
]);

const environment = { name: 'shop', namespace: 'shop', prune: true } as Environment;

function entry(kind: string, more: Partial<ManifestEntry> = {}): ManifestEntry {
  const source = { file: 'a.yaml', line: 3, document: 1 };
  const base = { apiVersion: 'v1', group: '', version: 'v1', kind, name: 'a', ordinal: 0, digest: '' };
  return { ...base, source, policies: { prune: true, force: true }, ...more };
}

async function needs(entries: ManifestEntry[], body: JsonObject = {}): Promise<RbacNeeds> {
  const discovered = { kinds, broken: [] };
  return await rbacNeeds({ environment, ownNamespace: 'couplet', discovered, entries, readBody: async () => body });
}

/** Lines `namespace resource.group` of what is needed outside of the applier's own namespace. */
async function places(entries: ManifestEntry[]): Promise<string[]> {
  const { needed } = await needs(entries);
  return needed
    .filter(({ namespace }) => namespace !== 'couplet')
    .map(({ namespace = '*', resource, group }) => `${namespace} ${resource}.${group}`);
}

test('objects that name no namespace need their kind in that of the environment, others in theirs', async () => {
  const found = await places([entry('ConfigMap'), entry('ConfigMap', { namespace: 'web' }), entry('Namespace')]);
  assert.deepEqual(found, ['* namespaces.', 'shop configmaps.', 'web configmaps.']);
});

const widget = { group: 'example.com', kind: 'Widget', plural: 'widgets', versions: ['v1'], namespaced: true };
const widgetEntry = entry('Widget', { apiVersion: 'example.com/v1', group: 'example.com' });

test('without prune only what may be created anew has to be deleted', async () => {
  const policies = { prune: true, force: true, recreate: true };
  const entries = [entry('ConfigMap'), entry('ConfigMap', { name: 'b', namespace: 'web', policies })];
  const input = { ownNamespace: 'couplet', discovered: { kinds, broken: [] }, entries, readBody: async () => ({}) };
  const { needed } = await rbacNeeds({ ...input, environment: { ...environment, prune: false } });
  const deleted = needed.filter(({ verbs }) => verbs.includes('delete'));
  assert.deepEqual(
    deleted.map(({ namespace, resource }) => `${namespace} ${resource}`),
    ['web configmaps'],
  );
});

test('a kind that a CustomResourceDefinition of the repository brings is known', async () => {
  assert.deepEqual(await places([entry('ConfigMap', { defines: widget }), widgetEntry]), [
    'shop configmaps.',
    'shop widgets.example.com',
  ]);
});

for (const bad of [{ plural: '*' }, { plural: 'a\n- b' }, { plural: '' }, { plural: 'Pods' }]) {
  test(`a plural that is no name becomes no rule: ${JSON.stringify(bad.plural)}`, async () => {
    const entries = [entry('ConfigMap', { defines: { ...widget, ...bad } }), widgetEntry];
    assert.deepEqual(await places(entries), ['shop configmaps.']);
    assert.match(
      (await needs(entries)).missing.join('\n'),
      /Widget\.example\.com\/shop\/a \(a\.yaml:3\): its resource must/,
    );
  });
}

test('what the API server says of a kind counts more than a definition in the repository', async () => {
  const claim = { group: '', kind: 'ConfigMap', plural: 'secrets', versions: ['v1'], namespaced: false };
  assert.deepEqual(await places([entry('ConfigMap', { defines: claim })]), ['shop configmaps.']);
});

test('a namespace with an odd name becomes no rule', async () => {
  assert.deepEqual(await places([entry('ConfigMap', { namespace: '*' })]), []);
});

test('an unknown kind is named with its place', async () => {
  const { missing } = await needs([widgetEntry]);
  assert.match(missing.join('\n'), /the cluster must know its kind.*\(a\.yaml:3\)$/);
});

test('a namespace of the repository is one to create first', async () => {
  const { creates, kinds: found } = await needs([entry('Namespace', { name: 'shop' })]);
  assert.deepEqual([creates, [...found]], [['shop'], ['Namespace']]);
});

test('a manifest of RBAC is told with what it grants', async () => {
  const group = 'rbac.authorization.k8s.io';
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  const { grants } = await needs([entry('Role', { apiVersion: `${group}/v1`, group, name: 'reader' })], { rules });
  assert.deepEqual(grants, [`Role.${group}/shop/reader (a.yaml:3) grants get pods`]);
});
