import { outcomes, type Outcome } from '../../events.ts';
import { objectHealths, type ObjectHealth, type ObjectQuery } from '../../objects/objectRow.ts';
import { startOf } from './portion.ts';

/** Rows of a page of the table. */
export const rowsPerPage = 50;

const longest = 200;

/** The query of an address. A filter that means nothing is none: a page is not an API, and an old link still shows objects. */
export function readObjectQuery(query: Record<string, unknown>): ObjectQuery {
  const health = all(query['health']).filter((value): value is ObjectHealth => isOf(objectHealths, value));
  const outcome = all(query['outcome']).filter((value): value is Outcome => isOf(outcomes, value));
  const [kind, namespace, q] = ['kind', 'namespace', 'q'].map((name) => text(query[name]));
  return {
    ...(health.length > 0 && { health }),
    ...(outcome.length > 0 && { outcome }),
    ...(kind !== undefined && { kind }),
    ...(namespace !== undefined && { namespace }),
    ...(q !== undefined && { q }),
    page: startOf(query['page']),
    limit: rowsPerPage,
  };
}

function all(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isOf(words: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && words.includes(value);
}

function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim().slice(0, longest) : '';
  return trimmed === '' ? undefined : trimmed;
}
