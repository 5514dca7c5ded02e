import { clip } from './clip.ts';
import type { Json } from './manifest.ts';

/** What a message says was found. Only for values that are no secret: names, kinds, Couplet's own annotations. */
export function describeValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(clip(value));
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a mapping';
  return `the ${typeof value === 'boolean' ? 'boolean' : 'number'} ${value}; quote it`;
}
