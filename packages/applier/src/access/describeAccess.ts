import { describeRule } from './describeRule.ts';
import type { Access } from './neededAccess.ts';

/** What is missing and the rule that would allow it, in a sentence. */
export function describeAccess(access: Access): string {
  const { group, resource, namespace, verbs } = access;
  const name = group === '' ? resource : `${resource}.${group}`;
  const place = namespace === undefined ? 'in the cluster' : `in namespace ${namespace}`;
  return `Cannot ${verbs.join(', ')} ${name} ${place}: RBAC must allow it, found no rule that does; add ${describeRule(access)}`;
}
