import type { Kind } from '../plan/kinds.ts';

/** URL path of the collection of a kind, in one namespace or (without `namespace`) in all of them. */
export function collectionPath(kind: Kind, version: string, namespace?: string): string {
  const root = kind.group === '' ? `/api/${version}` : `/apis/${kind.group}/${version}`;
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${place}/${kind.resource}`;
}

/** URL path of one object. Names were checked at load (no `/`, `%`, `.` or `..`); encoding keeps `system:x` and the like intact. */
export function objectPath(kind: Kind, version: string, namespace: string | undefined, name: string): string {
  return `${collectionPath(kind, version, namespace)}/${encodeURIComponent(name)}`;
}
