import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManifestEntry } from '../load/manifest.ts';
import type { LiveObject } from './liveObject.ts';
import { plan, type Plan } from './plan.ts';

const kinds = new Map([
  ['ConfigMap', { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true }],
]);

function entry(name: string): ManifestEntry {
  return {
    apiVersion: 'v1',
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    name,
    source: { file: `${name}.yaml`, line: 1, document: 1 },
    ordinal: 0,
    digest: 'd',
    policies: { prune: true, force: true },
  };
}

function member(name: string): LiveObject {
  const id = `ConfigMap/shop/${name}`;
  const base = { id, kind: 'ConfigMap', namespace: 'shop', name, uid: name, digest: 'd', owned: true, fields: 'f' };
  return { ...base, keep: false, couplet: false, deleting: false };
}

/** Environment `web` has a and b in its repository, and c in its set. */
function draw(owners: [string, string][], gate: 'all' | 'each' = 'each'): Plan {
  return plan({
    files: new Map([['all', { manifests: [entry('a'), entry('b')] }]]),
    faults: [],
    live: new Map([['ConfigMap/shop/c', member('c')]]),
    kinds,
    namespace: 'shop',
    gate,
    drift: 'correct',
    claims: { environment: 'web', owners: new Map(owners) },
    rules: { prune: true, pruneLimit: { count: 10, percent: 30 }, ownNamespace: 'couplet' },
    place: 'shop',
  });
}

test('an object of another environment is not applied, and its owner is named with the place of the manifest', () => {
  const { apply, errors } = draw([['ConfigMap/shop/a', 'data']]);
  assert.deepEqual(
    apply.map(({ id }) => id),
    ['ConfigMap/shop/b'],
  );
  const message = 'Cannot apply ConfigMap/shop/a: an object belongs to one environment, found that it belongs to data';
  assert.deepEqual(errors, [
    { code: 'claimed', message, id: 'ConfigMap/shop/a', file: 'a.yaml', line: 1, document: 1 },
  ]);
});

test('it is not counted among the objects of this environment', () => {
  const { objects, unchanged } = draw([['ConfigMap/shop/a', 'data']]);
  assert.deepEqual([objects, unchanged], [1, 0]);
});

test('nothing is pruned then, and with gate: all nothing is written', () => {
  const { prune, blocked } = draw([['ConfigMap/shop/a', 'data']], 'all');
  assert.deepEqual([prune, blocked], [[], true]);
});

test('what the environment has itself is applied', () => {
  const { apply, errors } = draw([['ConfigMap/shop/a', 'web']]);
  assert.deepEqual([apply.length, errors], [2, []]);
});
