import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveObject } from './liveObject.ts';
import { planPrune } from './planPrune.ts';

function member(name: string, more: Partial<LiveObject> = {}): LiveObject {
  const base = { id: `ConfigMap/shop/${name}`, kind: 'ConfigMap', namespace: 'shop', name, uid: name, owned: true };
  return { ...base, fields: 'f', keep: false, couplet: false, deleting: false, ...more };
}

const rules = { prune: true, pruneLimit: { count: 2, percent: 50 }, ownNamespace: 'couplet', members: 10 };

const kept: [string, LiveObject, string][] = [
  ['that only carries a copied label', member('a', { owned: false }), 'not owned by Couplet'],
  ['that is already being deleted', member('a', { deleting: true }), 'already being deleted'],
  ['that is part of Couplet', member('a', { couplet: true }), 'belongs to Couplet itself'],
  [
    'that is the namespace of Couplet',
    member('couplet', { id: 'Namespace/couplet', kind: 'Namespace' }),
    'belongs to Couplet itself',
  ],
  [
    'that is the parent of a set',
    member('couplet-shop', { namespace: 'couplet', id: 'ConfigMap/couplet/couplet-shop' }),
    'belongs to Couplet itself',
  ],
  ['whose kind could not be listed', member('a', { unlisted: true }), 'its kind could not be listed'],
  ['whose annotation says so', member('a', { keep: true }), 'kept by annotation couplet.dev/prune'],
];
for (const [what, live, reason] of kept) {
  test(`an object ${what} is kept`, () => {
    assert.deepEqual(planPrune([live], rules), { prune: [], kept: [{ id: live.id, outcome: 'skipped', reason }] });
  });
}

const { namespace: _none, ...namespace } = member('shop', { id: 'Namespace/shop', kind: 'Namespace' });
const staying: [string, LiveObject[], Set<string>][] = [
  ['the repository has objects in it', [], new Set(['shop'])],
  ['an object of the set in it is kept', [member('a', { keep: true })], new Set()],
];
for (const [why, others, occupied] of staying) {
  test(`P8 a namespace is kept while ${why}, also when its delete was released`, () => {
    const { prune, kept: stays } = planPrune([namespace, ...others], { ...rules, occupied, released: true });
    assert.deepEqual([prune, stays.at(-1)?.reason], [[], 'a namespace that still holds objects of the set']);
  });
}

test('a namespace goes when all of the set in it goes', () => {
  const { prune } = planPrune([namespace, member('a'), member('b', { owned: false })], { ...rules, released: true });
  assert.deepEqual(
    prune.map(({ id }) => id),
    ['ConfigMap/shop/a', 'Namespace/shop'],
  );
});

test('with prune off every object is kept', () => {
  assert.deepEqual(
    planPrune([member('a')], { ...rules, prune: false }).kept[0]?.reason,
    'prune is off for this environment',
  );
});

test('a plan is held only when it deletes more than both limits', () => {
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => member(name));
  assert.equal(planPrune(six, rules).prune.length, 0);
  assert.equal(planPrune(six.slice(0, 5), rules).prune.length, 5);
  assert.equal(planPrune(six.slice(0, 2), { ...rules, members: 2 }).prune.length, 2);
});

test('a held plan deletes nothing and gives each object the reason', () => {
  const { kept: held } = planPrune(
    ['a', 'b', 'c'].map((name) => member(name)),
    { ...rules, members: 3 },
  );
  assert.deepEqual(held[0], {
    id: 'ConfigMap/shop/a',
    outcome: 'held',
    reason: '3 of 3 objects would be deleted, more than pruneLimit allows (2 and 50 %)',
  });
});

for (const kind of [
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'CustomResourceDefinition.apiextensions.k8s.io',
]) {
  test(`a plan that deletes a ${kind} is held`, () => {
    const { prune, kept: held } = planPrune([member('x', { id: `${kind}/x`, kind })], rules);
    assert.deepEqual([prune.length, held[0]?.outcome], [0, 'held']);
  });
}
