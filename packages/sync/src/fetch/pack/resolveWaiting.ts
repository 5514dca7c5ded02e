import { DamagedPackError } from './damagedPackError.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';
import type { PackEntries } from './packEntries.ts';
import { readPackEntry } from './packEntry.ts';
import { hashObject } from './packedObject.ts';
import type { PackedObject } from './packedObject.ts';
import { resolveObject } from './resolveObject.ts';
import type { ResolveContext } from './resolveObject.ts';

/**
 * Fills in the ids of those entries that rest on an object named by its id, which may lie anywhere in the pack: from the
 * bases up. What then still waits has no base in this pack, or is its own. What is too large to be held, or rests on
 * such an object, is added to `tooLarge`. Rejects with DamagedPackError.
 */
export async function resolveWaiting(
  context: ResolveContext,
  entries: PackEntries,
  waiting: readonly number[],
  tooLarge: Set<number>,
  rest: () => Promise<void>,
): Promise<void> {
  const offsetOf = (number: number): number => entries.offsets[number] ?? 0;
  const idOf = (number: number): string => entries.ids.toString('latin1', number * 20, number * 20 + 20);
  const unresolved = new Set(waiting);
  const located = new Map<string, number>();
  for (let number = 0; number < entries.count; number += 1) {
    if (!unresolved.has(number) && !tooLarge.has(number)) located.set(idOf(number), offsetOf(number));
  }
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
    const object = tryResolve(known, offset, () => void tooLarge.add(number));
    if (object === undefined) continue;
    entries.setId(number, hashObject(object));
    unresolved.delete(number);
    located.set(idOf(number), offset);
    for (const key of [offset, idOf(number)]) {
      for (const dependent of dependents.get(key) ?? []) ready.push(dependent);
      dependents.delete(key);
    }
  }
  if (unresolved.size === 0) return;
  // The id of an object that was left out is not known: any of these may rest on it.
  if (tooLarge.size > 0) {
    for (const number of unresolved) tooLarge.add(number);
    return;
  }
  throw new DamagedPackError(
    `Cannot read a pack: it must have the bases of all deltas, found ${unresolved.size} without`,
  );
}

function tryResolve(context: ResolveContext, offset: number, onTooLarge: () => void): PackedObject | undefined {
  try {
    return resolveObject(context, offset);
  } catch (error) {
    if (!(error instanceof ObjectTooLargeError)) throw error;
    onTooLarge();
    return undefined;
  }
}
