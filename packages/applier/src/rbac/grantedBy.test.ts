import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantedBy, grantsRights } from './grantedBy.ts';

test('only the four kinds of RBAC grant rights', () => {
  const group = 'rbac.authorization.k8s.io';
  const kinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map((kind) =>
    grantsRights({ group, kind }),
  );
  assert.deepEqual(kinds, [true, true, true, true]);
  assert.deepEqual(
    [grantsRights({ group: 'example.com', kind: 'Role' }), grantsRights({ group, kind: 'X' })],
    [false, false],
  );
});

test('each rule of a Role is told in words', () => {
  const rules = [
    { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'], resourceNames: ['web'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
  ];
  assert.deepEqual(grantedBy({ kind: 'ClusterRole', body: { rules } }), [
    'get, list pods, services',
    '* deployments of apps, named web only',
    'get /metrics',
  ]);
});

test('a binding grants all that its role grants', () => {
  const body = { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } };
  assert.deepEqual(grantedBy({ kind: 'RoleBinding', body }), ['all that ClusterRole cluster-admin grants']);
});

for (const body of [{}, { rules: 7 }, { rules: [null, 'x'] }, { roleRef: [] }]) {
  test(`a manifest that makes no sense grants nothing: ${JSON.stringify(body)}`, () => {
    assert.deepEqual([grantedBy({ kind: 'Role', body }), grantedBy({ kind: 'RoleBinding', body })], [[], []]);
  });
}
