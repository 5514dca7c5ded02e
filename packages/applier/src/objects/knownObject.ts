import type { ManifestEntry } from '../load/manifest.ts';

/** An object of an environment, before anybody looks at how it is. */
export type KnownObject = {
  id: string;
  /** `kindKey` of its kind. */
  key: string;
  namespace?: string;
  name: string;
  /** Absent when the repository does not have it, or not any more. */
  entry?: ManifestEntry;
};

/** By id, as code units sort: the order in which objects of one health are shown. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

/** Two lists in that order become one. */
export function mergeById(a: readonly KnownObject[], b: readonly KnownObject[]): readonly KnownObject[] {
  if (b.length === 0) return a;
  const merged: KnownObject[] = [];
  let next = 0;
  for (const object of a) {
    for (let other = b[next]; other !== undefined && byId(other, object) < 0; other = b[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(object);
  }
  return [...merged, ...b.slice(next)];
}
