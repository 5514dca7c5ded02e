import type { Kind } from '../plan/kinds.ts';

/** Verbs on one resource, in one namespace or (without `namespace`) in the whole cluster. */
export type Access = { group: string; resource: string; namespace?: string; verbs: string[] };

/**
 * What an environment applies: each kind in each place where it has an object. `recreate`: one of them may be deleted to
 * be created anew.
 */
export type Place = { kind: Kind; namespace?: string; recreate?: boolean };

/** An apply that creates needs both `create` and `patch`; the rest is for the set's members, their watch and their health. */
const applying = ['get', 'list', 'watch', 'create', 'patch'];

/** Kinds whose health is explained by their pods and events. */
const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod']);

/**
 * Everything that RBAC must allow so that an environment can be applied, pruned and watched, and nothing more. Pure;
 * sorted by namespace, group and resource.
 */
export function neededAccess(places: Iterable<Place>, options: { prune: boolean; ownNamespace: string }): Access[] {
  const { prune, ownNamespace } = options;
  const all = new Map<string, Access>();
  const need = (access: Access): void => {
    const key = JSON.stringify([access.namespace ?? '', access.group, access.resource]);
    const known = all.get(key);
    all.set(key, { ...access, verbs: [...new Set([...(known?.verbs ?? []), ...access.verbs])] });
  };
  for (const { kind, namespace, recreate = false } of places) {
    const { group, resource } = kind;
    const place = namespace === undefined ? {} : { namespace };
    need({ group, resource, ...place, verbs: prune || recreate ? [...applying, 'delete'] : applying });
    if (!workloads.has(kind.kind)) continue;
    need({ group: '', resource: 'pods', ...place, verbs: ['list'] });
    need({ group: '', resource: 'events', ...place, verbs: ['list'] });
    if (kind.kind === 'Deployment') need({ group: 'apps', resource: 'replicasets', ...place, verbs: ['list'] });
  }
  // The parent of the set, and the lease by which one applier at a time writes.
  need({ group: '', resource: 'configmaps', namespace: ownNamespace, verbs: ['get', 'create', 'patch'] });
  need({ group: '', resource: 'events', namespace: ownNamespace, verbs: ['create'] });
  need({
    group: 'coordination.k8s.io',
    resource: 'leases',
    namespace: ownNamespace,
    verbs: ['get', 'create', 'update'],
  });
  return [...all.values()].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ namespace = '', group, resource }: Access): string {
  return [namespace, group, resource].join('\0');
}
