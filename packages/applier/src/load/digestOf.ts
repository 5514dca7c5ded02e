import { hash } from 'node:crypto';

/** SHA-256 (hex) of a body in its canonical form: reordering keys or reformatting the file changes nothing. */
export function digestOf(canonical: string): string {
  return hash('sha256', canonical);
}
