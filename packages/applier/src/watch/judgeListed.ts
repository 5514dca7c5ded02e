import { compareMember } from '../apply/compareMember.ts';
import type { Judge } from '../apply/listMembers.ts';
import type { MemberSet } from '../apply/memberSet.ts';
import type { JsonObject, ManifestEntry } from '../load/manifest.ts';
import { describeDrift } from './describeDrift.ts';
import type { DriftLedger } from './driftLedger.ts';

export type ListedDeps = {
  members: MemberSet;
  drift: DriftLedger;
  /** The manifest of an object id. */
  expected: (id: string) => ManifestEntry | undefined;
  readBody: (entry: ManifestEntry) => Promise<JsonObject>;
};

/**
 * Finds drift in a list. A known member is compared with its record. A member that is seen for the first time, after a
 * start, is compared with its manifest: each field that the manifest sets must be ours in managedFields. No request is made.
 */
export function judgeListed({ members, drift, expected, readBody }: ListedDeps): Judge {
  return async (live, { managedFields = [] }) => {
    const before = members.members.get(live.id);
    if (before !== undefined) {
      const news = compareMember(before, live);
      if (news.kind === 'old') return before;
      if (news.drifted) {
        drift.changed({ ...news.live, ...(before.digest !== undefined && { digest: before.digest }) }, managedFields);
      }
      return news.live;
    }
    const entry = expected(live.id);
    if (entry === undefined || !live.owned || live.digest !== entry.digest) return live;
    try {
      const { fields } = describeDrift(await readBody(entry), managedFields);
      if (fields.length === 0) return live;
    } catch {
      // Whoever applies it meets the damage, and names it.
      return live;
    }
    drift.changed(live, managedFields);
    return { ...live, drifted: true };
  };
}
