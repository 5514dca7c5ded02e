import type { Pair } from './pair.ts';

export type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

const group = 'rbac.authorization.k8s.io';
const name = 'applier';

/** Lets the account `applier` of the pair do what the rules say in a namespace, and nothing else there. */
export async function allow({ kubernetes, options }: Pair, namespace: string, rules: Rule[]): Promise<void> {
  const path = `/apis/${group}/v1/namespaces/${namespace}`;
  const apiVersion = `${group}/v1`;
  const metadata = { name };
  await kubernetes.apply(`${path}/roles/${name}`, { apiVersion, kind: 'Role', metadata, rules });
  await kubernetes.apply(`${path}/rolebindings/${name}`, {
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: options.ownNamespace }],
  });
}
