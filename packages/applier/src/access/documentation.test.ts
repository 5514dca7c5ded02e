import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadAll } from 'js-yaml';
import { neededAccess } from './neededAccess.ts';

type Role = { metadata: { namespace: string }; rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] };

const page = readFileSync(new URL('../../../../docs/rbac.md', import.meta.url), 'utf8');
const configMap = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const deployment = { group: 'apps', kind: 'Deployment', resource: 'deployments', versions: ['v1'], namespaced: true };

test('the Roles of docs/rbac.md are what is needed for their objects, and nothing more', () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const roles = loadAll(yaml) as Role[];
  const documented = roles.flatMap(({ metadata: { namespace }, rules }) =>
    rules.map(({ apiGroups, resources, verbs }) => ({ group: apiGroups[0], resource: resources[0], namespace, verbs })),
  );
  const places = [configMap, deployment].map((kind) => ({ kind, namespace: 'shop' }));
  const needed = neededAccess(places, { prune: true, ownNamespace: 'couplet' });
  assert.deepEqual(new Set(documented), new Set(needed));
});
