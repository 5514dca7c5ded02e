import type { ApiStatus } from '../apiError.ts';

/** A field that its kind does not have, and the server's words about it alone. */
export type UnknownField = { field: string; text: string };

const refused = /^failed to create typed patch object \(.*?\): (?:errors:)?/;

/**
 * The fields that `fieldValidation=Strict` refused: `.spec.replica: field not declared in schema`, one a line, of a kind
 * that the server has built in, `unknown field "spec.sise"` of a custom one (Kubernetes 1.36).
 */
export function unknownFields({ message = '' }: ApiStatus): UnknownField[] {
  const lines = message.replace(refused, '').split('\n');
  const undeclared = lines.flatMap((line) => {
    const field = /^\s*\.(.+): field not declared in schema$/.exec(line)?.[1];
    return field === undefined ? [] : [{ field, text: line.trim() }];
  });
  const unknown = [...message.matchAll(/unknown field "((?:[^"\\]|\\.)+)"/g)].map(([text, field = '']) => {
    return { field, text };
  });
  return [...undeclared, ...unknown];
}
