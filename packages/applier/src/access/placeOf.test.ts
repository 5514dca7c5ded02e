import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManifestEntry } from '../load/manifest.ts';
import type { Kind } from '../plan/kinds.ts';
import { placeOf } from './placeOf.ts';

function kindOf(kind: string): Kind {
  return { group: '', kind, resource: `${kind.toLowerCase()}s`, versions: ['v1'], namespaced: kind !== 'Namespace' };
}

function entryOf(kind: string, recreate: boolean): ManifestEntry {
  const source = { file: 'a.yaml', line: 1, document: 1 };
  const identity = { apiVersion: 'v1', group: '', version: 'v1', kind, name: 'a', ordinal: 0, digest: '' };
  return { ...identity, source, policies: { prune: true, force: true, ...(recreate && { recreate }) } };
}

test('an object is in the place of its kind and namespace', () => {
  const kind = kindOf('ConfigMap');
  const entry = entryOf('ConfigMap', false);
  assert.deepEqual(placeOf({ kind, namespace: 'shop', entry }).place, { kind, namespace: 'shop' });
});

test('an object that may be created anew is another place: a review of the others says nothing about its delete', () => {
  const kind = kindOf('ConfigMap');
  const [plain, recreated] = [false, true].map((recreate) =>
    placeOf({ kind, namespace: 'shop', entry: entryOf('ConfigMap', recreate) }),
  );
  assert.deepEqual(recreated?.place, { kind, namespace: 'shop', recreate: true });
  assert.notEqual(recreated.key, plain?.key);
});

test('a kind that is never deleted to be created anew needs no delete for it', () => {
  const kind = kindOf('Namespace');
  assert.deepEqual(placeOf({ kind, entry: entryOf('Namespace', true) }).place, { kind });
});
