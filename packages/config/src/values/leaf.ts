import { Type } from 'typebox';
import { durationPattern, formatDuration, parseDuration } from './duration.ts';
import { parseSize, sizePattern } from './size.ts';
import { annotate, type Words } from './words.ts';

type TextDeclaration = {
  description: string;
  type: string;
  expected: string;
  /** For editors only: a refused pattern could not say which rule is broken, as `fault` does. */
  pattern?: string;
  /** What was expected when the value breaks a rule, else undefined. */
  fault: (value: string) => string | undefined;
  normalise?: (value: string) => string;
  secret?: Words['secret'];
};

/** Text that is required, or has a default. */
export function text(declaration: TextDeclaration & { default?: string }) {
  const { description, type, expected, fault, pattern, secret, normalise = (value) => value } = declaration;
  const written = Type.String({
    description,
    ...(declaration.default !== undefined && { default: declaration.default }),
    ...(pattern !== undefined && { 'x-pattern': pattern }),
    ...annotate({ type, expected, ...(secret !== undefined && { secret }) }),
  });
  const checked = Type.Refine(
    written,
    (value: unknown) => typeof value !== 'string' || fault(value) === undefined,
    (value: unknown) => (typeof value === 'string' ? fault(value) : undefined) ?? expected,
  );
  return Type.Decode(checked, normalise);
}

/** Text without a default; `absent` says what leaving it out, or writing `~`, means. */
export function optionalText(declaration: TextDeclaration & { absent: string }) {
  const { description, type, expected, absent, fault, pattern, secret, normalise = (value) => value } = declaration;
  const written = Type.Union([Type.String({ ...(pattern !== undefined && { 'x-pattern': pattern }) }), Type.Null()], {
    description,
    ...annotate({ type, expected, absent, ...(secret !== undefined && { secret }) }),
  });
  const checked = Type.Refine(
    written,
    (value: unknown) => typeof value !== 'string' || fault(value) === undefined,
    (value: unknown) => (typeof value === 'string' ? fault(value) : undefined) ?? expected,
  );
  return Type.Decode(checked, (value: string | null) => (value === null ? undefined : normalise(value)));
}

type DurationDeclaration = { description: string; default: string; from: number; to: number; orZero?: boolean };

/** A duration, milliseconds once decoded; `0` only where `orZero` gives it a meaning. */
export function duration(declaration: DurationDeclaration) {
  const { description, from, to, orZero = false } = declaration;
  const type = `duration from ${formatDuration(from)} to ${formatDuration(to)}${orZero ? ', or 0' : ''}`;
  const expected = `a ${type} (written as 500ms, 60s, 5m or 1h30m)`;
  const forms = [Type.String({ pattern: durationPattern }), ...(orZero ? [Type.Literal(0)] : [])];
  const written = Type.Union(forms, {
    description,
    default: declaration.default,
    ...annotate({ type, expected }),
  });
  const inRange = (value: unknown): boolean => {
    const milliseconds = parseDuration(String(value));
    if (milliseconds === undefined) return false;
    return (orZero && milliseconds === 0) || (milliseconds >= from && milliseconds <= to);
  };
  const checked = Type.Refine(written, inRange, () => expected);
  return Type.Decode(checked, (value: unknown) => parseDuration(String(value)) ?? 0);
}

type SizeDeclaration = { description: string; default: string; from: string; to: string };

/** A number of bytes, written as Kubernetes writes quantities of memory. */
export function size(declaration: SizeDeclaration) {
  const { description, from, to } = declaration;
  const type = `size from ${from} to ${to}`;
  const expected = `a ${type} (written as 1048576, 1024Ki, 32Mi or 1Gi)`;
  const written = Type.Union([Type.String({ pattern: sizePattern }), Type.Integer({ minimum: 0 })], {
    description,
    default: declaration.default,
    ...annotate({ type, expected }),
  });
  const inRange = (value: unknown): boolean => {
    const bytes = parseSize(String(value));
    return bytes !== undefined && bytes >= (parseSize(from) ?? 0) && bytes <= (parseSize(to) ?? 0);
  };
  const checked = Type.Refine(written, inRange, () => expected);
  return Type.Decode(checked, (value: unknown) => parseSize(String(value)) ?? 0);
}

type Declaration<Default> = { description: string; default: Default };

export function wholeNumber(declaration: Declaration<number> & { from: number; to: number }) {
  const { from, to, ...rest } = declaration;
  const type = `whole number from ${from} to ${to}`;
  return Type.Integer({ ...rest, minimum: from, maximum: to, ...annotate({ type, expected: `a ${type}` }) });
}

export function flag(declaration: Declaration<boolean>) {
  return Type.Boolean({ ...declaration, ...annotate({ type: 'true or false', expected: 'true or false' }) });
}

export function oneOf<const Values extends string[]>(
  values: readonly [...Values],
  declaration: Declaration<Values[number]>,
) {
  const type = values.join(' or ');
  return Type.Enum(values, { ...declaration, ...annotate({ type, expected: type }) });
}

/** One of a few words, without a default; `absent` says what leaving it out, or writing `~`, means. */
export function optionalOneOf<const Values extends string[]>(
  values: readonly [...Values],
  { description, absent }: { description: string; absent: string },
) {
  const type = values.join(' or ');
  const written = Type.Union([Type.Enum(values), Type.Null()], {
    description,
    ...annotate({ type, expected: type, absent }),
  });
  return Type.Decode(written, (value) => value ?? undefined);
}
