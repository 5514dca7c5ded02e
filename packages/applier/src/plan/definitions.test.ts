import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../../test/support/seededRandom.ts';
import type { ManifestEntry } from '../load/manifest.ts';
import { TrackedMap } from '../load/trackedMap.ts';
import { Definitions, type DefiningFile, type Resolution } from './definitions.ts';
import { withDefinedKinds, type Kind, type Kinds } from './kinds.ts';

const configMap: Kind = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const kinds: Kinds = new Map([['ConfigMap', configMap]]);
const widget = { group: 'example.com', kind: 'Widget', plural: 'widgets', versions: ['v1'], namespaced: true };

function entry(name: string, file: string, more: Partial<ManifestEntry> = {}): ManifestEntry {
  const source = { file, line: 1, document: 1 };
  const policies = { prune: true, force: true };
  const identity = { apiVersion: 'v1', group: '', version: 'v1', kind: 'ConfigMap', name };
  return { ...identity, source, ordinal: 0, digest: `digest of ${name}`, policies, ...more };
}

type Named = readonly [name: string, file: DefiningFile];

function fileOf(name: string, ...names: string[]): Named {
  return [name, { manifests: names.map((one) => entry(one, name)) }];
}

/** Without regard to order, which depends on what was there before. */
function contentOf({ objects, errors }: Resolution): unknown {
  const ids = [...objects]
    .map(
      ([
        id,
        {
          entry: { source },
        },
      ]) => `${id} ${source.file}`,
    )
    .toSorted();
  const told = errors.map(({ code, id, file: where }) => `${code} ${id} ${where}`).toSorted();
  return { ids, told };
}

test('a file that did not change keeps its objects, and one that changed has new ones', () => {
  const definitions = new Definitions();
  const [a, b] = [fileOf('a.yaml', 'a'), fileOf('b.yaml', 'b')];
  const before = definitions.update(new Map([a, b]), kinds, 'shop').objects.get('ConfigMap/shop/a');
  const { objects } = definitions.update(new Map([a, fileOf('b.yaml', 'b')]), kinds, 'shop');
  assert.equal(objects.get('ConfigMap/shop/a'), before);
  assert.equal(objects.size, 2);
});

test('an object that moves to another file in one step is defined once', () => {
  const definitions = new Definitions();
  definitions.update(new Map([fileOf('a.yaml', 'x'), fileOf('b.yaml')]), kinds, 'shop');
  const moved = definitions.update(new Map([fileOf('a.yaml'), fileOf('b.yaml', 'x')]), kinds, 'shop');
  assert.deepEqual(contentOf(moved), { ids: ['ConfigMap/shop/x b.yaml'], told: [] });
});

test('when one of two that define the same object goes, the other defines it', () => {
  const definitions = new Definitions();
  const kept = fileOf('b.yaml', 'x');
  const both = definitions.update(new Map([fileOf('a.yaml', 'x'), kept]), kinds, 'shop');
  assert.deepEqual([both.objects.size, both.errors.length], [0, 2]);
  assert.deepEqual(contentOf(definitions.update(new Map([kept]), kinds, 'shop')), {
    ids: ['ConfigMap/shop/x b.yaml'],
    told: [],
  });
});

test('another namespace, and other kinds of the cluster, resolve everything anew', () => {
  const definitions = new Definitions();
  const files = new Map([fileOf('a.yaml', 'a')]);
  definitions.update(files, kinds, 'shop');
  assert.deepEqual([...definitions.update(files, kinds, 'other').objects.keys()], ['ConfigMap/other/a']);
  const [error] = definitions.update(files, new Map(), 'other').errors;
  assert.equal(error?.code, 'unknown-kind');
});

test('a definition that comes or goes changes what the files beside it are', () => {
  const definitions = new Definitions(withDefinedKinds);
  const group = { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Widget' };
  const object: Named = ['w.yaml', { manifests: [entry('w', 'w.yaml', group)] }];
  const defining: Named = ['d.yaml', { manifests: [entry('d', 'd.yaml', { defines: widget })] }];
  const codes = (files: Named[]): string[] =>
    definitions.update(new Map(files), kinds, 'shop').errors.map(({ code }) => code);
  assert.deepEqual(
    [codes([object]), codes([object, defining]), codes([object])],
    [['unknown-kind'], [], ['unknown-kind']],
  );
});

test('after any edits it shows what it would show had it seen the last files only', () => {
  const next = seededRandom(20261122);
  const pick = (most: number): number => Math.floor(next() * most);
  const group = { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Widget' };
  const shapes = [{}, {}, {}, group, { defines: widget }];
  const make = (name: string): DefiningFile => ({
    manifests: Array.from({ length: pick(4) }, () => entry(`object-${pick(12)}`, name, shapes[pick(shapes.length)])),
  });
  const definitions = new Definitions(withDefinedKinds);
  const files = new TrackedMap<string, DefiningFile>();
  for (let step = 0; step < 2000; step += 1) {
    for (let edit = pick(3); edit >= 0; edit -= 1) {
      const name = `file-${pick(8)}.yaml`;
      if (next() < 0.3) files.delete(name);
      else files.set(name, make(name));
    }
    const shown = definitions.update(files, kinds, 'shop');
    const fresh = new Definitions(withDefinedKinds).update(files, kinds, 'shop');
    assert.deepEqual(contentOf(shown), contentOf(fresh), `after step ${step}`);
  }
});
