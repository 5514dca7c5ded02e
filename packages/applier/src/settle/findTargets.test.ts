import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManifestEntry } from '../load/manifest.ts';
import { Definitions } from '../plan/definitions.ts';
import { withDefinedKinds, type Kind } from '../plan/kinds.ts';
import { findTargets } from './findTargets.ts';
import { deployments } from './fixtures/targets.ts';

function entry(group: string, kind: string, more: Partial<ManifestEntry> = {}): ManifestEntry {
  return {
    apiVersion: group === '' ? 'v1' : `${group}/v1`,
    group,
    version: 'v1',
    kind,
    name: 'web',
    source: { file: 'web.yaml', line: 1, document: 1 },
    ordinal: 0,
    digest: 'd',
    policies: { prune: true, force: true },
    ...more,
  };
}

const configMaps: Kind = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const kinds = new Map([
  ['Deployment.apps', deployments],
  ['ConfigMap', configMaps],
]);

function idsOf(...entries: ManifestEntry[]): string[] {
  const definitions = new Definitions(withDefinedKinds);
  const { objects } = definitions.update(new Map([['all', { manifests: entries }]]), kinds, 'shop');
  return findTargets(objects.values()).map(({ id }) => id);
}

test('a workload is waited for in the namespace of its environment, or its own', () => {
  assert.deepEqual(idsOf(entry('apps', 'Deployment'), entry('apps', 'Deployment', { namespace: 'depot' })), [
    'Deployment.apps/shop/web',
    'Deployment.apps/depot/web',
  ]);
});

test('a ConfigMap is not waited for', () => assert.deepEqual(idsOf(entry('', 'ConfigMap')), []));

test('an object whose annotation says so is not waited for', () => {
  const policies = { prune: true, force: true, ignoreHealth: true };
  assert.deepEqual(idsOf(entry('apps', 'Deployment', { policies })), []);
});

test('a custom resource is waited for, also when its kind comes with the same publication', () => {
  const defines = { group: 'bake.example', kind: 'Bakery', plural: 'bakeries', versions: ['v1'], namespaced: true };
  const definition = entry('', 'ConfigMap', { defines });
  assert.deepEqual(idsOf(entry('bake.example', 'Bakery'), definition), ['Bakery.bake.example/shop/web']);
});
