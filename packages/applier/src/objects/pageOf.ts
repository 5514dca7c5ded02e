import type { ObjectPage, ObjectQuery } from './objectRow.ts';
import type { Candidate, Ranked } from './rankObjects.ts';

const defaultLimit = 100;
const mostLimit = 500;

/** What of the objects an answer shows. */
export function pageOf(
  { ranked, facts }: Ranked,
  query: ObjectQuery,
): Omit<ObjectPage, 'objects'> & { shown: readonly Candidate[] } {
  const limit = clamp(query.limit ?? defaultLimit, mostLimit);
  const page = clamp(query.page ?? 1, Number.MAX_SAFE_INTEGER);
  const matches = matcher(query);
  const matching = matches === undefined ? ranked : ranked.filter(matches);
  return {
    shown: matching.slice((page - 1) * limit, page * limit),
    total: ranked.length,
    matched: matching.length,
    page,
    pages: Math.max(1, Math.ceil(matching.length / limit)),
    ...facts,
  };
}

/** Undefined: everything matches. */
function matcher(query: ObjectQuery): ((one: Candidate) => boolean) | undefined {
  const { health = [], outcome = [], kind, namespace, q = '' } = query;
  const tests: ((one: Candidate) => boolean)[] = [];
  if (health.length > 0) tests.push((one) => health.includes(one.judgement.health));
  if (outcome.length > 0) tests.push((one) => outcome.includes(one.outcome));
  if (kind !== undefined) tests.push((one) => one.kind === kind);
  if (namespace !== undefined) tests.push((one) => one.object.namespace === namespace);
  if (q.trim() !== '') {
    // Faster than a lower-case copy of ten thousand texts.
    const part = new RegExp(RegExp.escape(q.trim()), 'iu');
    tests.push(({ object: { id }, file }) => part.test(id) || (file !== undefined && part.test(file)));
  }
  return tests.length === 0 ? undefined : (one) => tests.every((test) => test(one));
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(1, Math.floor(value)));
}
