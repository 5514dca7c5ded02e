import type { RecordMore, RunRecord } from './runRecord.ts';

const lists = ['changes', 'errors', 'warnings', 'notes', 'skipped'] as const satisfies readonly (keyof RecordMore)[];

/** The record with at most so many items in each of its lists; what is left out is counted in `more`. */
export function shrinkRecord(record: RunRecord, most: number): RunRecord {
  const shrunk = { ...record };
  const more: RecordMore = { ...record.more };
  for (const list of lists) {
    const beyond = record[list].length - most;
    if (beyond <= 0) continue;
    Object.assign(shrunk, { [list]: record[list].slice(0, most) });
    more[list] = (more[list] ?? 0) + beyond;
  }
  return Object.keys(more).length === 0 ? shrunk : { ...shrunk, more };
}
