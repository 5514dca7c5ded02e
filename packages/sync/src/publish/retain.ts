import type { HistoryEntry } from './history.ts';

const lastOfEach = 20;
const youngerThan = 10 * 60 * 1000;

/** Of a history, oldest first, what must stay: the last 20 of each environment, and all that are younger than 10 minutes. */
export function retain(entries: readonly HistoryEntry[], now: number): HistoryEntry[] {
  const newer = new Map<string, number>();
  const kept = entries.toReversed().filter(({ environment, at }) => {
    const count = newer.get(environment) ?? 0;
    newer.set(environment, count + 1);
    return count < lastOfEach || now - at < youngerThan;
  });
  return kept.toReversed();
}
