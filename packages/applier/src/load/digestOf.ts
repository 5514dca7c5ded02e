import { hash } from 'node:crypto';
import { canonicalBody } from './canonicalBody.ts';
import type { JsonObject } from './manifest.ts';

/** SHA-256 (hex) of a body: reordering keys or reformatting the file changes nothing. */
export function digestOf(body: JsonObject): string {
  return hash('sha256', canonicalBody(body));
}
