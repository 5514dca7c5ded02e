import type { LiveObject } from '../plan/liveObject.ts';

/** What news of a member means: nothing, its end, or how it is now and whether there is a new change of what is ours. */
export type MemberNews = { kind: 'old' } | { kind: 'gone' } | { kind: 'seen'; live: LiveObject; drifted: boolean };

/**
 * Compares a member as it is seen now with what is recorded since our last apply. What is older than the record is our
 * own write coming back. The record keeps what we applied, so that a change which is taken back is no drift any more.
 */
export function compareMember(before: LiveObject | undefined, now: LiveObject): MemberNews & { kind: 'old' | 'seen' } {
  if (before === undefined) return { kind: 'seen', live: now, drifted: false };
  if (!isNewer(now.version, before.version)) return { kind: 'old' };
  // Deleted and created anew by somebody, faster than it could be seen.
  if (now.uid !== before.uid) return { kind: 'seen', live: now, drifted: true };
  const drifted = now.fields !== before.fields || now.digest !== before.digest || now.owned !== before.owned;
  if (!drifted) return { kind: 'seen', live: now, drifted };
  const { fields, digest } = before;
  const driftSeen = `${now.uid} ${now.fields} ${now.digest} ${now.owned}`;
  const live = { ...now, fields, ...(digest !== undefined && { digest }), drifted, driftSeen };
  return { kind: 'seen', live, drifted: before.driftSeen !== driftSeen };
}

/** The end of a member; undefined versions cannot be compared and count as news. */
export function compareGone(before: LiveObject | undefined, now: LiveObject): MemberNews & { kind: 'old' | 'gone' } {
  if (before === undefined || before.uid !== now.uid || !isNewer(now.version, before.version)) return { kind: 'old' };
  return { kind: 'gone' };
}

/** resourceVersions of one kind can be compared as numbers of any length (KEP-5504); others only tell whether they differ. */
export function isNewer(version: string | undefined, than: string | undefined): boolean {
  if (version === undefined || than === undefined) return true;
  if (!/^\d+$/.test(version) || !/^\d+$/.test(than)) return version !== than;
  return version.length === than.length ? version > than : version.length > than.length;
}
