import type { CommitAndTree, Remembered } from './remembered.ts';

/** What a pass shall do with a publication, given what is remembered. */
export type Target =
  | { kind: 'apply'; target: CommitAndTree }
  /** The published commit is quarantined; the last healthy one takes its place. */
  | { kind: 'rolled-back'; target: CommitAndTree; reason: string }
  /** The published commit is quarantined, and nothing takes its place. */
  | { kind: 'quarantined'; reason: string }
  | { kind: 'suspended'; reason?: string; until?: string }
  /** The suspension has come to its end and must be forgotten. */
  | { kind: 'resume' };

/** Pure; `now` in milliseconds since 1970. A newer publication than the quarantined one is simply applied. */
export function chooseTarget(
  published: CommitAndTree,
  { suspended, quarantine, healthy }: Remembered,
  { onFailure, now }: { onFailure: 'hold' | 'rollback'; now: number },
): Target {
  if (suspended !== undefined) {
    const { reason, until } = suspended;
    if (until !== undefined && Date.parse(until) <= now) return { kind: 'resume' };
    return {
      kind: 'suspended',
      ...(reason === undefined ? {} : { reason }),
      ...(until === undefined ? {} : { until }),
    };
  }
  if (quarantine === undefined || !isSame(quarantine, published)) return { kind: 'apply', target: published };
  const { reason } = quarantine;
  if (onFailure === 'hold' || healthy === undefined || isSame(healthy, published))
    return { kind: 'quarantined', reason };
  return { kind: 'rolled-back', target: { commit: healthy.commit, tree: healthy.tree }, reason };
}

/** The same commit may be published with another tree, when the path of the environment changes. */
export function isSame(one: CommitAndTree, two: CommitAndTree): boolean {
  return one.commit === two.commit && one.tree === two.tree;
}
