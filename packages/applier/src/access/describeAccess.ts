import type { Access } from './neededAccess.ts';

/** What is missing and the rule that would allow it, in a sentence. */
export function describeAccess({ group, resource, namespace, verbs }: Access): string {
  const name = group === '' ? resource : `${resource}.${group}`;
  const place = namespace === undefined ? 'in the cluster' : `in namespace ${namespace}`;
  const role = namespace === undefined ? 'a ClusterRole' : `a Role in ${namespace}`;
  const rule = `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ${JSON.stringify(verbs)}}`;
  return `Cannot ${verbs.join(', ')} ${name} ${place}: RBAC must allow it, found no rule that does; add ${rule} to ${role}`;
}
