import { nestingExceeds } from './nestingExceeds.ts';

export type ParsedBody =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'invalid'; readonly why: string };

const deepest = 100;

/** Parses an authenticated body: a JSON object, bare or as the form field `payload`. Never throws. */
export function parseBody(body: Buffer, form: boolean): ParsedBody {
  const text = body.toString('utf8');
  const json = form ? new URLSearchParams(text).get('payload') : text;
  if (json === null) return { kind: 'invalid', why: 'the form must have a field payload' };
  // Before parsing: a parser that recurses would take the process down, and what walks the value later too.
  if (nestingExceeds(json, deepest))
    return { kind: 'invalid', why: `the JSON may be nested ${deepest} levels deep, found more` };
  try {
    const value: unknown = JSON.parse(json);
    if (isObject(value)) return { kind: 'object', value };
    return { kind: 'invalid', why: 'the JSON must be an object' };
  } catch {
    return { kind: 'invalid', why: 'the body must be JSON' };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
