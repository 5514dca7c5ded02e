import type { Parameter, Parameters } from './parameters.ts';

type Value<P extends Parameter> = P extends { kind: 'words'; words: readonly (infer Word)[] }
  ? Word[]
  : P extends { kind: 'text' }
    ? string
    : number;

/** What a query asks for; a time is in milliseconds since 1970. Absent parameters are absent keys. */
export type QueryValues<P extends Parameters> = { -readonly [Name in keyof P]?: Value<P[Name]> };
export type QueryRead<P extends Parameters> =
  | { kind: 'query'; query: QueryValues<P> }
  | { kind: 'invalid'; message: string };

type ValueRead = { value: unknown } | { rule: string };

// RFC 3339, 5.6.
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * Reads the query of a request, as `verb` says: `list runs`. An empty value is as good as none, so that an empty field of a
 * form asks for nothing. Whatever is not understood is refused: a misspelt filter would show too much.
 */
export function readQuery<P extends Parameters>(
  verb: string,
  parameters: P,
  given: Readonly<Record<string, unknown>>,
): QueryRead<P> {
  const names = Object.keys(parameters);
  const query: Record<string, unknown> = {};
  for (const [name, found] of Object.entries(given)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) {
      const rule = names.length === 0 ? 'there is no query parameter' : `a parameter is one of ${names.join(', ')}`;
      return invalid(verb, rule, name);
    }
    const texts = [found].flat().map(String);
    if (texts.every((text) => text === '')) continue;
    const read = readValue(parameter, texts);
    if ('rule' in read) return invalid(verb, `${name} must be ${read.rule}`, texts.join(','));
    query[name] = read.value;
  }
  if (!isOf(parameters, query)) throw new Error(`Cannot ${verb}: each value must be of a parameter`);
  return { kind: 'query', query };
}

/** Each value was read by the parameter of its name. */
function isOf<P extends Parameters>(parameters: P, query: Record<string, unknown>): query is QueryValues<P> {
  return Object.keys(query).every((name) => Object.hasOwn(parameters, name));
}

function readValue(parameter: Parameter, texts: readonly string[]): ValueRead {
  if (parameter.kind === 'words') {
    const words = texts.flatMap((text) => text.split(',')).filter((word) => word !== '');
    const known = words.length > 0 && words.every((word) => parameter.words.includes(word));
    return known ? { value: [...new Set(words)] } : { rule: `of ${parameter.words.join(', ')}` };
  }
  const [text = '', second] = texts;
  if (second !== undefined) return { rule: 'given once' };
  switch (parameter.kind) {
    case 'text':
      return text.length > parameter.longest
        ? { rule: `a text of at most ${parameter.longest} characters` }
        : { value: text };
    case 'number': {
      const { from, to } = parameter;
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= from && value <= to ? { value } : { rule: `a whole number from ${from} to ${to}` };
    }
    case 'time': {
      const value = time.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(value) ? { rule: 'a time such as 2026-11-21T13:42:05Z' } : { value };
    }
    default:
      parameter satisfies never;
      throw new Error('Cannot read a query parameter: its kind must be known');
  }
}

function invalid(verb: string, rule: string, found: string): { kind: 'invalid'; message: string } {
  return { kind: 'invalid', message: `Cannot ${verb}: ${rule}, found ${JSON.stringify(found.slice(0, 60))}` };
}
