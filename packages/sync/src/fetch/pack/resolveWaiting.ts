import { DamagedPackError } from './damagedPackError.ts';
import { readPackEntry } from './packEntry.ts';
import { hashObject } from './packedObject.ts';
import type { PackEntries } from './packIndex.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';

/**
 * Fills in the ids of those entries that rest on an object named by its id, which may lie anywhere in the pack: from the
 * bases up. What then still waits has no base in this pack, or is its own. Rejects with DamagedPackError.
 */
export async function resolveWaiting(
  context: ResolveContext,
  { ids, offsets }: PackEntries,
  waiting: readonly number[],
  rest: () => Promise<void> | void,
): Promise<void> {
  const offsetOf = (number: number): number => offsets[number] ?? 0;
  const idOf = (number: number): string => ids.toString('latin1', number * 20, number * 20 + 20);
  const unresolved = new Set(waiting);
  const located = new Map<string, number>();
  for (const [number, offset] of offsets.entries()) if (!unresolved.has(number)) located.set(idOf(number), offset);
  const dependents = new Map<string | number, number[]>();
  const ready: number[] = [];
  for (const number of waiting) {
    const entry = readPackEntry(context.file, offsetOf(number));
    if (entry.kind !== 'id delta' && entry.kind !== 'offset delta') continue;
    const base = entry.kind === 'id delta' ? entry.base.toString('latin1') : entry.base;
    if (typeof base === 'string' && located.has(base)) ready.push(number);
    else dependents.getOrInsertComputed(base, () => []).push(number);
  }
  const known: ResolveContext = { ...context, locate: (id) => located.get(id.toString('latin1')) };
  for (let number = ready.pop(); number !== undefined; number = ready.pop()) {
    await rest();
    const offset = offsetOf(number);
    const object = resolveObject(known, offset);
    if (object === undefined) continue;
    hashObject(object).copy(ids, number * 20);
    unresolved.delete(number);
    located.set(idOf(number), offset);
    for (const key of [offset, idOf(number)]) {
      for (const dependent of dependents.get(key) ?? []) ready.push(dependent);
      dependents.delete(key);
    }
  }
  if (unresolved.size === 0) return;
  throw new DamagedPackError(
    `Cannot read a pack: it must have the bases of all deltas, found ${unresolved.size} without`,
  );
}
