import { compareGone, compareMember } from '../apply/compareMember.ts';
import type { MemberSet } from '../apply/memberSet.ts';
import { readMember, type ManagedFields, type Metadata } from '../apply/readMember.ts';
import { kindKey, type Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { DriftLedger } from './driftLedger.ts';
import type { WatchPlace } from './watchPlace.ts';

type News = { gone: boolean; live: LiveObject; evidence: readonly ManagedFields[] };

export type MemberNewsOptions = {
  members: MemberSet;
  drift: DriftLedger;
  /** Something drifted, or a drift was taken back. */
  onDrift: () => void;
  /** A member began to be deleted, or is gone. */
  onDeleting: () => void;
};

/** Of so many objects the evidence is kept until it is judged; beyond, only that they changed. */
const mostEvidence = 1000;

/**
 * Brings what watches tell into the set of members. While a pass runs news wait, the last of each object: the answer to
 * our own write may come after its event, and the record of that answer says which of the two is older.
 */
export class MemberNews {
  readonly #options: MemberNewsOptions;
  readonly #waiting = new Map<string, News>();
  #held = false;

  constructor(options: MemberNewsOptions) {
    this.#options = options;
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const news of waiting) this.#judge(news);
  }

  seen(kind: Kind, metadata: Metadata): void {
    this.#take({ gone: false, live: readMember(kind, metadata), evidence: metadata.managedFields ?? [] });
  }

  gone(kind: Kind, metadata: Metadata): void {
    this.#take({ gone: true, live: readMember(kind, metadata), evidence: [] });
  }

  /** A list says what is there at `version`; a member of that place which is not in it is gone. */
  listed({ kind, namespace }: WatchPlace, names: ReadonlySet<string>, version: string | undefined): void {
    const key = kindKey(kind.group, kind.kind);
    for (const live of this.#options.members.members.values()) {
      if (live.kind !== key || (namespace !== undefined && live.namespace !== namespace)) continue;
      if (names.has(`${live.namespace ?? ''}/${live.name}`)) continue;
      this.#take({ gone: true, live: { ...live, ...(version !== undefined && { version }) }, evidence: [] });
    }
  }

  #take(news: News): void {
    if (!this.#held) return this.#judge(news);
    const full = this.#waiting.size >= mostEvidence && !this.#waiting.has(news.live.id);
    this.#waiting.set(news.live.id, full ? { ...news, evidence: [] } : news);
  }

  #judge({ gone, live, evidence }: News): void {
    const { members, drift, onDrift, onDeleting } = this.#options;
    const before = members.members.get(live.id);
    if (gone) {
      if (before === undefined || compareGone(before, live).kind === 'old') return;
      members.members.delete(live.id);
      drift.deleted(before);
      onDrift();
    } else {
      const news = compareMember(before, live);
      if (news.kind === 'old') return;
      members.members.set(live.id, news.live);
      if (news.drifted) {
        drift.changed({ ...news.live, ...(before?.digest !== undefined && { digest: before.digest }) }, evidence);
        onDrift();
      } else if (before?.drifted === true && news.live.drifted !== true) onDrift();
    }
    // The answer to our own delete has no time: the event brings it.
    if (deletionOf(before) !== deletionOf(gone ? undefined : live)) onDeleting();
  }
}

function deletionOf(live: LiveObject | undefined): string | undefined {
  return live?.deleting === true ? (live.deletedAt ?? 'unknown') : undefined;
}
