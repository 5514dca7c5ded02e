import type { ManifestEntry } from '../load/manifest.ts';
import { kindKey, withDefinedKinds, type Kinds } from '../plan/kinds.ts';
import { resolve } from '../plan/resolve.ts';
import { hasHealth } from './health.ts';
import type { Target } from './target.ts';

/** The objects of a publication that have a health to wait for: their kind has a rule, and no annotation leaves them out. */
export function findTargets(entries: Iterable<ManifestEntry>, kinds: Kinds, defaultNamespace: string): Target[] {
  const watched: ManifestEntry[] = [];
  const defined: NonNullable<ManifestEntry['defines']>[] = [];
  for (const entry of entries) {
    if (entry.defines !== undefined) defined.push(entry.defines);
    if (entry.policies.ignoreHealth !== true && hasHealth(kindKey(entry.group, entry.kind))) watched.push(entry);
  }
  const { objects } = resolve(watched, withDefinedKinds(kinds, defined), defaultNamespace);
  return [...objects.values()].map(({ id, kind, namespace, entry }) => ({
    id,
    kind,
    key: kindKey(kind.group, kind.kind),
    name: entry.name,
    source: entry.source,
    ...(namespace !== undefined && { namespace }),
  }));
}
