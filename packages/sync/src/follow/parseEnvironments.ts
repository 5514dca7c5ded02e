import type { AppliedCommit, AppliedEnvironment, AppliedError } from '../appliedEnvironment.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the answer of `GET /api/environments`; keys that sync does not know are passed over. Throws TypeError that names
 * the place, the rule and what is there.
 */
export function parseEnvironments(answer: unknown): AppliedEnvironment[] {
  const { environments } = fieldsOf(answer, 'the answer');
  return listOf(environments, 'environments').map((one, index) => parseOne(one, `environments[${index}]`));
}

function parseOne(value: unknown, place: string): AppliedEnvironment {
  const fields = fieldsOf(value, place);
  const { published, applied, healthy, errors = [] } = fields;
  return {
    name: textOf(fields, 'name', place),
    state: textOf(fields, 'state', place),
    ...(published !== undefined && { published: commitOf(published, `${place}.published`) }),
    ...(applied !== undefined && { applied: appliedOf(applied, `${place}.applied`) }),
    ...(healthy !== undefined && { healthy: appliedOf(healthy, `${place}.healthy`) }),
    ...optionalText(fields, 'run', place),
    errors: listOf(errors, `${place}.errors`).map((error, index) => errorOf(error, `${place}.errors[${index}]`)),
  };
}

function commitOf(value: unknown, place: string): { commit: string; tree?: string } {
  const fields = fieldsOf(value, place);
  return { commit: textOf(fields, 'commit', place), ...optionalText(fields, 'tree', place) };
}

function appliedOf(value: unknown, place: string): AppliedCommit {
  return { ...commitOf(value, place), at: textOf(fieldsOf(value, place), 'at', place) };
}

function errorOf(value: unknown, place: string): AppliedError {
  const fields = fieldsOf(value, place);
  const { line } = fields;
  if (line !== undefined && typeof line !== 'number') throw wrong(`${place}.line`, 'a number', line);
  return {
    code: textOf(fields, 'code', place),
    message: textOf(fields, 'message', place),
    ...optionalText(fields, 'id', place),
    ...optionalText(fields, 'file', place),
    ...(line !== undefined && { line }),
  };
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object', value);
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(place, 'a list', value);
  return value;
}

function textOf(fields: Fields, key: string, place: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw wrong(`${place}.${key}`, 'a text', value);
  return value;
}

function optionalText<K extends string>(fields: Fields, key: K, place: string): { [name in K]?: string } {
  if (fields[key] === undefined) return {};
  const found: { [name in K]?: string } = {};
  found[key] = textOf(fields, key, place);
  return found;
}

function wrong(place: string, rule: string, found: unknown): TypeError {
  const kind = found === null ? 'null' : Array.isArray(found) ? 'a list' : typeof found;
  return new TypeError(`${place} must be ${rule}, found ${kind === 'undefined' ? 'nothing' : kind}`);
}
