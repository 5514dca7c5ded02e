import type { Access } from './neededAccess.ts';

/** A rule as SelfSubjectRulesReview answers it (authorization.k8s.io/v1 ResourceRule). */
export type ResourceRule = { verbs?: string[]; apiGroups?: string[]; resources?: string[]; resourceNames?: string[] };

/** What of `needed` no rule allows. Pure. A rule for certain names does not count: it says nothing of the next object. */
export function missingAccess(needed: readonly Access[], rules: readonly ResourceRule[]): Access[] {
  return needed.flatMap((access) => {
    const verbs = access.verbs.filter((verb) => !rules.some((rule) => allows(rule, access, verb)));
    return verbs.length === 0 ? [] : [{ ...access, verbs }];
  });
}

function allows(rule: ResourceRule, { group, resource }: Access, verb: string): boolean {
  if ((rule.resourceNames ?? []).length > 0) return false;
  return holds(rule.verbs, verb) && holds(rule.apiGroups, group) && holds(rule.resources, resource);
}

function holds(list: string[] | undefined, value: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(value));
}
