import { clip } from './clip.ts';

/** Reads a value of unknown origin; undefined: it makes no sense. */
export type Reader<T> = (value: unknown) => T | undefined;

export const text: Reader<string> = (value) => (typeof value === 'string' ? clip(value) : undefined);

export const count: Reader<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export const moment: Reader<string> = (value) =>
  typeof value === 'string' && value.length <= 40 && !Number.isNaN(Date.parse(value)) ? value : undefined;

export function oneOf<T extends string>(...words: readonly T[]): Reader<T> {
  return (value) => words.find((word) => word === value);
}

/** A list; items that make no sense are left out. */
export function listOf<T>(read: Reader<T>, most: number): Reader<T[]> {
  return (value) =>
    Array.isArray(value) ? value.slice(0, most).flatMap((item: unknown) => read(item) ?? []) : undefined;
}

type Readers<T> = { readonly [Key in keyof T]-?: Reader<Exclude<T[Key], undefined>> };

/**
 * An object with these keys and no others. A required key that makes no sense spoils it all; an optional one is left out.
 */
export function objectOf<T extends object>(readers: Readers<T>, required: readonly (keyof T & string)[]): Reader<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const given = new Map<string, unknown>(Object.entries(value));
    const found: Partial<T> = {};
    for (const key in readers) {
      const read = readers[key](given.get(key));
      if (read !== undefined) found[key] = read;
    }
    const isWhole = (partial: Partial<T>): partial is T => required.every((key) => partial[key] !== undefined);
    return isWhole(found) ? found : undefined;
  };
}
