import type { DefinedKind } from '../load/manifest.ts';

/** What the API server says of one kind: how to address it and whether it lives in namespaces. */
export type Kind = {
  /** '' for the core group. */
  group: string;
  kind: string;
  /** Plural, lower case, as in URLs. */
  resource: string;
  /** Served versions, the preferred one first. */
  versions: string[];
  namespaced: boolean;
};

/** Kinds by `kindKey`. */
export type Kinds = ReadonlyMap<string, Kind>;

/** `Deployment.apps`; the core group has no suffix: `ConfigMap`. The form of ApplySet's `contains-group-kinds` (KEP-3659). */
export function kindKey(group: string, kind: string): string {
  return group === '' ? kind : `${kind}.${group}`;
}

/** Object id: `Deployment.apps/shop/web`, and `Namespace/shop` for what lives in no namespace. */
export function objectId(key: string, namespace: string | undefined, name: string): string {
  return namespace === undefined ? `${key}/${name}` : `${key}/${namespace}/${name}`;
}

/** Whether the API server serves the kind where its definition puts it; another definition may have the same kind. */
export function isServed(kinds: Kinds, { group, kind, plural }: DefinedKind): boolean {
  return kinds.get(kindKey(group, kind))?.resource === plural;
}

/** The kinds of the cluster together with those that CustomResourceDefinitions of the same plan will add. */
export function withDefinedKinds(kinds: Kinds, defined: Iterable<DefinedKind>): Kinds {
  const all = new Map(kinds);
  for (const { group, kind, plural, versions, namespaced } of defined) {
    const key = kindKey(group, kind);
    const served = kinds.get(key)?.versions ?? [];
    all.set(key, { group, kind, resource: plural, versions: [...new Set([...served, ...versions])], namespaced });
  }
  return all;
}
