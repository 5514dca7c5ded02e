import { isNewer } from '../apply/compareMember.ts';
import type { MemberSet } from '../apply/memberSet.ts';
import type { Kind, Kinds } from '../plan/kinds.ts';
import type { WatchPlace } from './watchPlace.ts';

/** What identifies a watch; another version of a kind is another watch. */
export function placeKey({ kind, namespace }: WatchPlace): string {
  return `${kind.resource}.${kind.group}/${kind.versions[0] ?? ''} ${namespace ?? ''}`;
}

/**
 * One place per kind of the set, or one per kind and namespace where a list or watch of all namespaces is not allowed. A
 * kind that came after the last list is taken to be as the others, until its watch says otherwise (`refused`, by key).
 */
export function watchPlaces(members: MemberSet, kinds: Kinds, refused: ReadonlySet<string>): WatchPlace[] {
  const { scope } = members;
  const confined = scope.kinds.some((key) => members.listOf(key)?.clusterWide === false);
  return scope.kinds.flatMap((key) => {
    const kind = kinds.get(key);
    if (kind === undefined) return [];
    const everywhere = !kind.namespaced || (!refused.has(key) && (members.listOf(key)?.clusterWide ?? !confined));
    return everywhere ? [{ kind }] : scope.namespaces.map((namespace) => ({ kind, namespace }));
  });
}

/**
 * The resourceVersion from which a watch misses nothing: that of the list, or of the oldest write to a member of a kind
 * that is new in the set. Undefined: the place must be listed.
 */
export function startVersion(
  members: MemberSet,
  key: string,
  { namespaced }: Kind,
  namespace?: string,
): string | undefined {
  const list = members.listOf(key);
  if (list?.version !== undefined) return list.version;
  let oldest: string | undefined;
  for (const live of members.members.values()) {
    if (live.kind !== key || (namespaced && namespace !== undefined && live.namespace !== namespace)) continue;
    if (live.version === undefined) return undefined;
    if (oldest === undefined || isNewer(oldest, live.version)) oldest = live.version;
  }
  return oldest;
}
