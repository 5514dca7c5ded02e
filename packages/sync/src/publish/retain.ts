import type { TreeId } from '@couplet/volume';
import type { HistoryEntry } from './history.ts';
import { retention } from './retention.ts';

export type RetainOptions = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Trees that the applier names as in use or last healthy; undefined: nobody knows, it has not answered yet. */
  readonly named: ReadonlySet<TreeId> | undefined;
};

/**
 * Of a history, oldest first, what must stay: the last 20 of each environment, all that are younger than 10 minutes, and
 * those whose tree is named; the last 200 where it is not known which trees are.
 */
export function retain(entries: readonly HistoryEntry[], { now, named }: RetainOptions): HistoryEntry[] {
  const { lastOfEach, lastOfEachUnasked, youngerThan } = retention;
  const most = named === undefined ? lastOfEachUnasked : lastOfEach;
  const newer = new Map<string, number>();
  const kept = entries.toReversed().filter(({ environment, tree, at }) => {
    const count = newer.get(environment) ?? 0;
    newer.set(environment, count + 1);
    return count < most || now - at < youngerThan || named?.has(tree);
  });
  return kept.toReversed();
}
