import { kindKey, type Kind } from '../plan/kinds.ts';
import type { Resolved } from '../plan/resolveEntry.ts';
import { hasHealth } from './health.ts';
import type { Target } from './target.ts';

/** Of the objects of a publication those that have a health to wait for: their kind has a rule, and no annotation leaves them out. */
export function findTargets(objects: Iterable<Resolved>): Target[] {
  // Thousands of objects share a few kinds.
  const keys = new Map<Kind, string | undefined>();
  const targets: Target[] = [];
  for (const { id, kind, namespace, entry } of objects) {
    if (!keys.has(kind)) keys.set(kind, watchedKey(kind));
    const key = keys.get(kind);
    if (key === undefined || entry.policies.ignoreHealth === true) continue;
    const { name, source } = entry;
    targets.push({ id, kind, key, name, source, ...(namespace !== undefined && { namespace }) });
  }
  return targets;
}

function watchedKey({ group, kind }: Kind): string | undefined {
  const key = kindKey(group, kind);
  return hasHealth(key) ? key : undefined;
}
