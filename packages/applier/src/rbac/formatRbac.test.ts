import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAll } from 'js-yaml';
import { formatRbac, type RbacDocument } from './formatRbac.ts';

const document: RbacDocument = {
  grants: [
    { rules: [{ group: '', resources: ['namespaces'], verbs: ['get', 'patch'] }] },
    { namespace: 'shop', rules: [{ group: 'apps', resources: ['deployments'], verbs: ['get'] }] },
  ],
  notes: ['One thing to know.'],
  from: 'environment shop',
  ownNamespace: 'couplet',
  account: 'couplet-applier',
};

type Named = { kind: string; metadata: { name: string; namespace?: string } };

function kinds(text: string): string[] {
  return (loadAll(text) as (Named | null)[]).flatMap((object) => object?.kind ?? []);
}

test('each place has its role and the binding of the account to it', () => {
  const text = formatRbac(document);
  assert.equal(
    text,
    `# What the ServiceAccount couplet-applier in the namespace couplet must be allowed for environment shop.
# - One thing to know.
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: couplet-applier
  labels: {app.kubernetes.io/name: couplet}
rules:
  - apiGroups: [""]
    resources: [namespaces]
    verbs: [get, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: couplet-applier
  labels: {app.kubernetes.io/name: couplet}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: couplet-applier}
subjects:
  - {kind: ServiceAccount, name: couplet-applier, namespace: couplet}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: couplet-applier
  namespace: shop
  labels: {app.kubernetes.io/name: couplet}
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: couplet-applier
  namespace: shop
  labels: {app.kubernetes.io/name: couplet}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: couplet-applier}
subjects:
  - {kind: ServiceAccount, name: couplet-applier, namespace: couplet}
`,
  );
});

test('two Couplets of a cluster have roles of different names', () => {
  const names = ['couplet', 'gitops'].map(
    (ownNamespace) => /name: (\S+)/.exec(formatRbac({ ...document, ownNamespace }))?.[1],
  );
  assert.deepEqual(names, ['couplet-applier', 'gitops-applier']);
});

for (const end of ['\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029']) {
  test(`text of others cannot leave the comment: ${JSON.stringify(end)}`, () => {
    const text = formatRbac({ ...document, notes: [`a${end}---${end}kind: ClusterRoleBinding${end}`], grants: [] });
    assert.deepEqual(kinds(text), []);
    assert.ok(
      text
        .trim()
        .split('\n')
        .every((line) => line.startsWith('# ') || line === ''),
      text,
    );
  });
}

for (const namespace of ['1e3', '123', 'true', 'on', 'null', '0x10', 'y']) {
  test(`a namespace that YAML could take for something else stays text: ${namespace}`, () => {
    const text = formatRbac({ ...document, grants: [{ namespace, rules: [] }] });
    const [, role] = loadAll(text) as [null, Named];
    assert.equal(role.metadata.namespace, namespace);
    assert.match(text, new RegExp(`namespace: "${namespace}"`));
  });
}

test('a long note is wrapped, and every line is a comment', () => {
  const text = formatRbac({ ...document, grants: [], notes: ['word '.repeat(60).trim()] });
  assert.ok(text.trim().split('\n').length > 3);
  assert.ok(
    text
      .trim()
      .split('\n')
      .every((line) => line.startsWith('#') && line.length < 120),
    text,
  );
});
