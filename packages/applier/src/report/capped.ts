/** The first items of a list that has no limit of its own, and how many more there are at least. */
export type Capped<T> = {
  readonly items: readonly T[];
  readonly more: number;
  /** Of `items`, in characters of JSON. */
  readonly size: number;
};

/** With the one error that says how many more there are: 1,000. */
export const mostItems = 999;

// 999 errors of 10,000 characters each would be 10 MB an environment; no honest list comes near this.
const mostCharacters = 2_000_000;

export const nothing: Capped<never> = { items: [], more: 0, size: 0 };

/**
 * The list with those of `further` that it does not hold yet, as far as they fit; what does not fit is counted. `pick`
 * makes the value to keep, and is called only for what may be kept.
 */
export function append<T extends object>(list: Capped<T>, further: readonly T[], pick: (item: T) => T): Capped<T> {
  if (further.length === 0) return list;
  // A later event repeats the errors of an earlier one: to a full list it adds what exceeds it.
  if (list.more > 0) return { ...list, more: Math.max(list.more, further.length - list.items.length) };
  const items = [...list.items];
  let size = list.size;
  for (const [index, item] of further.entries()) {
    const kept = pick(item);
    const facts = Object.entries(kept);
    if (items.some((known) => hasFacts(known, facts))) continue;
    const length = JSON.stringify(kept).length;
    if (items.length === mostItems || size + length > mostCharacters) {
      return { items, more: further.length - index, size };
    }
    items.push(kept);
    size += length;
  }
  return { items, more: 0, size };
}

// Most pairs differ in their first facts: a list of a thousand is compared without making anything.
function hasFacts(known: object, facts: [string, unknown][]): boolean {
  return facts.every(([key, value]) => Reflect.get(known, key) === value) && Object.keys(known).length === facts.length;
}
