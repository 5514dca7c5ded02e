import type { Access } from './neededAccess.ts';

/** The rule that would allow it, and where it belongs. */
export function describeRule({ group, resource, namespace, verbs }: Access): string {
  const role = namespace === undefined ? 'a ClusterRole' : `a Role in ${namespace}`;
  return `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ${JSON.stringify(verbs)}} to ${role}`;
}
