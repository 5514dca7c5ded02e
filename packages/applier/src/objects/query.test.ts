import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failed } from '../settle/healthResult.ts';
import { ObjectWorld } from './fixtures/objectWorld.ts';
import type { ObjectQuery } from './objectRow.ts';

/** Two ConfigMaps, a Namespace, and three Deployments of which one failed and one is missing. */
function shop(): ObjectWorld {
  const world = new ObjectWorld();
  world.both('ConfigMap', 'b');
  world.both('ConfigMap', 'a', { namespace: 'team' });
  world.both('Namespace', 'team');
  world.both('Deployment.apps', 'Web');
  world.both('Deployment.apps', 'api', { source: { file: 'shop/Backend/x.yaml', line: 1, document: 1 } });
  world.write('Deployment.apps', 'lost');
  world.run({ id: 'ConfigMap/shop/b', outcome: 'created' });
  world.look({ 'Deployment.apps/shop/Web': failed('ReplicaFailure') });
  return world;
}

const names = (query: ObjectQuery): string[] =>
  shop()
    .query(query)
    .objects.map(({ name }) => name);

test('what is not current comes first, then everything by id', () => {
  assert.deepEqual(names({}), ['Web', 'lost', 'b', 'a', 'api', 'team']);
});

for (const [what, query, expected] of [
  ['health', { health: ['failed', 'missing'] }, ['Web', 'lost']],
  ['outcome', { outcome: ['created'] }, ['b']],
  ['kind', { kind: 'ConfigMap' }, ['b', 'a']],
  ['namespace', { namespace: 'team' }, ['a']],
  ['a part of the id in any case', { q: 'SHOP/WEB' }, ['Web']],
  ['a part of the file in any case', { q: 'backend' }, ['api']],
  ['several at once', { kind: 'Deployment', q: 'shop', health: ['current'] }, ['api']],
  ['nothing that exists', { kind: 'Service' }, []],
] satisfies [string, ObjectQuery, string[]][]) {
  test(`objects are found by ${what}`, () => assert.deepEqual(names(query), expected));
}

test('the counts and the choices of the filters are of all objects, whatever the query', () => {
  const { objects: _, ...facts } = shop().query({ q: 'web' });
  assert.deepEqual(facts, {
    total: 6,
    matched: 1,
    page: 1,
    pages: 1,
    kinds: ['ConfigMap', 'Deployment', 'Namespace'],
    namespaces: ['shop', 'team'],
    byHealth: { failed: 1, missing: 1, terminating: 0, progressing: 0, unknown: 0, current: 4 },
  });
});

test('pages follow one another without a gap, and there is nothing after the last', () => {
  const world = shop();
  const pages = [1, 2, 3].map((page) => world.query({ limit: 4, page }));
  assert.deepEqual(
    pages.map(({ objects, page, pages: of, matched }) => [objects.length, page, of, matched]),
    [
      [4, 1, 2, 6],
      [2, 2, 2, 6],
      [0, 3, 2, 6],
    ],
  );
});

test('without a limit a page has 100 objects', () => {
  const world = new ObjectWorld();
  for (let index = 0; index < 120; index += 1) world.both('ConfigMap', `c${index}`);
  assert.equal(world.query().objects.length, 100);
});

test('an environment without objects has one empty page', () => {
  const { objects, total, pages } = new ObjectWorld().query();
  assert.deepEqual([objects, total, pages], [[], 0, 1]);
});
