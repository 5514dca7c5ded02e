import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setParent } from './apply/setParent.ts';
import { Claims } from './claims.ts';
import { findOwners } from './findOwners.ts';
import type { PassDeps } from './passContext.ts';
import type { ApplyStep } from './plan/plan.ts';
import type { Run } from './run.ts';
import { fakeApi, type Answers, type FakeApi } from './settle/fixtures/fakeApi.ts';

const configMaps = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const { id: dataSet } = setParent('data', 'couplet');
const parentPath = '/api/v1/namespaces/couplet/configmaps/couplet-data';

function step(name: string, namespace: string): ApplyStep {
  const parts = { id: `ConfigMap/${namespace}/${name}`, kind: configMaps, namespace, entry: { version: 'v1', name } };
  return parts as unknown as ApplyStep;
}

function parent(namespaces: string): object {
  return {
    metadata: {
      labels: { 'applyset.kubernetes.io/id': dataSet },
      annotations: {
        'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap',
        'applyset.kubernetes.io/additional-namespaces': namespaces,
      },
    },
  };
}

async function find(
  answers: Answers,
  listed: string[] = [],
): Promise<{ asked: boolean; api: FakeApi; claims: Claims }> {
  const claims = new Claims();
  claims.configure(['web', 'data']);
  for (const name of listed) claims.listed(name, []);
  const api = fakeApi(answers);
  const deps = { claims, environment: { name: 'web' }, ownNamespace: 'couplet', concurrency: 2 } as unknown as PassDeps;
  const run = { api, signal: new AbortController().signal } as unknown as Run;
  return { asked: await findOwners(deps, run, [step('a', 'shop'), step('b', 'other')]), api, claims };
}

test('an object with the label of another set belongs to that environment', async () => {
  const { claims, asked } = await find({
    [parentPath]: parent('shop'),
    '/api/v1/namespaces/shop/configmaps/a': {
      metadata: { labels: { 'applyset.kubernetes.io/part-of': dataSet } },
    },
  });
  assert.deepEqual([asked, [...(claims.owners ?? [])]], [true, [['ConfigMap/shop/a', 'data']]]);
});

test('only objects that the other set may hold are read', async () => {
  const { api, claims } = await find({ [parentPath]: parent('shop') });
  assert.deepEqual(api.asked, [parentPath, '/api/v1/namespaces/shop/configmaps/a']);
  assert.equal(claims.owners?.size, 0);
});

test('an environment without a set costs one read', async () => {
  assert.deepEqual((await find({})).api.asked, [parentPath]);
});

test('nothing is asked when the members of all others are known', async () => {
  const { asked, api } = await find({}, ['data']);
  assert.deepEqual([asked, api.asked], [false, []]);
});
