import type { Access } from '../access/neededAccess.ts';

/** A rule of a Role or ClusterRole. */
export type GrantRule = { group: string; resources: string[]; verbs: string[] };

/** The rules for one namespace, or (without `namespace`) for the whole cluster. */
export type Grant = { namespace?: string; rules: GrantRule[] };

/** The order in which people write verbs. */
const order = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Everything of `needed` as few rules for each namespace, the cluster first. Pure; equal input gives equal text. */
export function grantRules(needed: readonly Access[]): Grant[] {
  const places = Map.groupBy(needed, ({ namespace }) => namespace ?? '');
  return [...places.keys()].toSorted().map((namespace) => {
    const rules = rulesOf(places.get(namespace) ?? []);
    return namespace === '' ? { rules } : { namespace, rules };
  });
}

function rulesOf(accesses: readonly Access[]): GrantRule[] {
  const verbs = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const { group, resource, verbs: more } of accesses) {
    const key = JSON.stringify([group, resource]);
    const known = verbs.get(key)?.verbs ?? [];
    verbs.set(key, { group, resource, verbs: new Set([...known, ...more]) });
  }
  const rules = new Map<string, GrantRule>();
  for (const { group, resource, verbs: all } of verbs.values()) {
    const sorted = [...all].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    const key = JSON.stringify([group, sorted]);
    const rule = rules.get(key) ?? { group, resources: [], verbs: sorted };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.keys()].toSorted().flatMap((key) => {
    const rule = rules.get(key);
    return rule === undefined ? [] : [{ ...rule, resources: rule.resources.toSorted() }];
  });
}
