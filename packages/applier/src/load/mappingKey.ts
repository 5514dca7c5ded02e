import { kubectlNumber } from './kubectlNumber.ts';
import type { Json } from './manifest.ts';
import { Refusal } from './refusal.ts';

/**
 * The text of a key as kubectl makes it (sigs.k8s.io/yaml, convertToJSONableObject). `text` is how it is written, and `at`
 * where. Throws Refusal for a key that no text is sure for, and for `__proto__`, which would reach JavaScript's prototypes.
 */
export function mappingKey(key: Json, text: string, at: number): string {
  if (key === '__proto__') throw new Refusal('reserved-key', 'a key must not be __proto__, found it', at);
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  if (typeof key === 'number' && isSure(key, text)) return String(key);
  throw new Refusal('invalid-key', `a key must be a string, found ${describeKey(key)}`, at);
}

/** kubectl writes a fraction with the digits of a 32-bit float: up to six digits they are the digits that JavaScript writes. */
function isSure(key: number, text: string): boolean {
  if (kubectlNumber(text)?.kind === 'integer') return Number.isSafeInteger(key);
  const size = Math.abs(key);
  return key === 0 || (size >= 1e-4 && size < 1e6 && Number(key.toPrecision(6)) === key);
}

function describeKey(key: Json): string {
  if (key === null) return 'nothing or null';
  if (typeof key === 'number') return 'a number that is not a plain integer; quote it';
  return Array.isArray(key) ? 'a list' : 'a mapping';
}
