import type { TSchema } from 'typebox';

/** What a setting says of itself in words that JSON Schema has no keyword for. */
export type Words = {
  /** Short, for the table of settings: `host:port`. */
  type: string;
  /** For messages, after "expected": `host:port, such as 0.0.0.0:8080`. */
  expected: string;
  /** What leaving it out means, for a setting that has no default value. */
  absent?: string;
  /** How messages show a refused value that may hold a secret: a token where a path belongs, a password in a URL. */
  secret?: 'unless a path' | 'in a URL';
};

/** The keywords that carry `words`; printSchema leaves them out. */
export const wordKeywords = ['x-type', 'x-expected', 'x-absent', 'x-secret'];

/** Writes words as keywords of a schema. */
export function annotate(words: Words): Record<string, unknown> {
  const { type, expected, absent, secret } = words;
  return {
    'x-type': type,
    'x-expected': expected,
    ...(absent !== undefined && { 'x-absent': absent }),
    ...(secret !== undefined && { 'x-secret': secret }),
  };
}

/** Reads back what `annotate` wrote. */
export function wordsOf(schema: TSchema): Words {
  const absent = keywordOf(schema, 'x-absent');
  const secret = keywordOf(schema, 'x-secret');
  return {
    type: keywordOf(schema, 'x-type') ?? 'value',
    expected: keywordOf(schema, 'x-expected') ?? 'a value',
    ...(absent !== undefined && { absent }),
    ...((secret === 'unless a path' || secret === 'in a URL') && { secret }),
  };
}

/** The text of a keyword of a schema, undefined when it has none. */
export function keywordOf(schema: TSchema, keyword: string): string | undefined {
  const value: unknown = Reflect.get(schema, keyword);
  return typeof value === 'string' ? value : undefined;
}
