import type { SyncEnvironment } from './syncAnswer.ts';

type Fields = { readonly [key: string]: unknown };

/**
 * Reads the answer of sync's `GET /status`; keys that the applier does not know are passed over. Throws TypeError that
 * names the place, the rule and what is there.
 */
export function parseStatus(answer: unknown): Map<string, SyncEnvironment> {
  const { environments } = fieldsOf(answer, 'the answer');
  if (!Array.isArray(environments)) throw wrong('environments', 'a list', environments);
  const all = environments.map((one: unknown, index) => parseOne(one, `environments[${index}]`));
  return new Map(all.map((one) => [one.name, one]));
}

function parseOne(value: unknown, place: string): SyncEnvironment {
  const { name, state, readAt, error } = fieldsOf(value, place);
  return {
    name: text(name, `${place}.name`),
    state: text(state, `${place}.state`),
    ...(readAt !== undefined && { readAt: time(readAt, `${place}.readAt`) }),
    ...(error !== undefined && { error: parseError(error, `${place}.error`) }),
  };
}

function parseError(value: unknown, place: string): NonNullable<SyncEnvironment['error']> {
  const { why, todo, since, tries } = fieldsOf(value, place);
  if (tries !== undefined && !isCount(tries)) throw wrong(`${place}.tries`, 'a count', tries);
  return {
    why: text(why, `${place}.why`),
    ...(todo !== undefined && { todo: text(todo, `${place}.todo`) }),
    ...(since !== undefined && { since: time(since, `${place}.since`) }),
    ...(tries !== undefined && { tries }),
  };
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object', value);
  return Object.fromEntries(Object.entries(value));
}

function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw wrong(place, 'a text', value);
  return value;
}

/** As ISO 8601 again, whatever form it came in. */
function time(value: unknown, place: string): string {
  const at = Date.parse(text(value, place));
  if (Number.isNaN(at)) throw wrong(place, 'a time', value);
  return new Date(at).toISOString();
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function wrong(place: string, rule: string, value: unknown): TypeError {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
  return new TypeError(`${place} must be ${rule}, found ${kind === 'undefined' ? 'nothing' : kind}`);
}
