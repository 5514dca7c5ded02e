import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../plan/kinds.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { checkableSteps } from './checkSteps.ts';

const cake: Kind = { group: 'bake.example', kind: 'Cake', resource: 'cakes', versions: ['v1'], namespaced: true };
const inCluster = new Map([['Cake.bake.example', cake]]);

/** A step for `Cake.bake.example/shop/c` as a plan makes it, whose kind is `kind` once the plan is applied. */
function step(kind = cake, version = 'v1'): ApplyStep {
  const entry = {
    apiVersion: `bake.example/${version}`,
    group: 'bake.example',
    version,
    kind: 'Cake',
    name: 'c',
    source: { file: 'c.yaml', line: 1, document: 1 },
    ordinal: 0,
    digest: 'd',
    policies: { prune: true, force: true },
  };
  return { id: 'Cake.bake.example/shop/c', entry, kind, namespace: 'shop', wave: 0, reason: 'new' };
}

const isChecked = (wanted: ApplyStep, kinds = inCluster): boolean =>
  checkableSteps([wanted], { kinds, members: new Map() }).length === 1;

test('an object of a kind that the cluster serves is checked', () => {
  assert.equal(isChecked(step()), true);
});

test('an object whose kind, or version of it, comes with the same plan is not checked', () => {
  assert.equal(isChecked(step(), new Map()), false);
  assert.equal(isChecked(step({ ...cake, versions: ['v1', 'v2'] }, 'v2')), false);
});

test('an object whose kind the same plan defines elsewhere than it is served is not checked', () => {
  assert.equal(isChecked(step({ ...cake, resource: 'gateaux' })), false);
});
