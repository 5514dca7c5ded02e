import { isJsonObject } from '../load/isJsonObject.ts';
import type { Json, JsonObject } from '../load/manifest.ts';

/** Kinds whose creation the API server allows only to whoever holds what they grant. */
const grantingKinds = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** Whether a manifest gives rights to somebody (rbac.authorization.k8s.io). */
export function grantsRights({ group, kind }: { group: string; kind: string }): boolean {
  return group === 'rbac.authorization.k8s.io' && grantingKinds.has(kind);
}

/**
 * What a manifest of RBAC grants, one phrase for each rule: `get, list pods, services`. Couplet's applier has to hold all
 * of it (docs: "privilege escalation prevention and bootstrapping" of Kubernetes' RBAC).
 */
export function grantedBy({ kind, body }: { kind: string; body: JsonObject }): string[] {
  if (kind.endsWith('Binding')) {
    const { roleRef } = body;
    return isJsonObject(roleRef) ? [`all that ${text(roleRef['kind'])} ${text(roleRef['name'])} grants`] : [];
  }
  const { rules } = body;
  if (!Array.isArray(rules)) return [];
  return rules.filter(isJsonObject).map((rule) => {
    const groups = words(rule['apiGroups']);
    const resources = [...words(rule['resources']), ...words(rule['nonResourceURLs'])];
    const suffix = groups.length === 0 || groups.join('') === '' ? '' : ` of ${groups.join(', ')}`;
    const names = words(rule['resourceNames']);
    const only = names.length === 0 ? '' : `, named ${names.join(', ')} only`;
    return `${words(rule['verbs']).join(', ')} ${resources.join(', ')}${suffix}${only}`;
  });
}

function words(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '?';
}
