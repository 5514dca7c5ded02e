import { durationPattern, formatDuration, parseDuration } from './duration.ts';
import type { Leaf, List, Schema } from './schema.ts';
import { parseSize, sizePattern } from './size.ts';
import type { Words } from './words.ts';

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
export function text(declaration: TextDeclaration & { default?: string }): Leaf {
  const { description, type, expected, fault, pattern, secret, normalise = (value) => value } = declaration;
  return {
    kind: 'leaf',
    description,
    words: { type, expected, ...(secret !== undefined && { secret }) },
    ...(declaration.default !== undefined && { default: declaration.default }),
    json: { type: 'string', ...(pattern !== undefined && { pattern }) },
    fault: (value) => (typeof value === 'string' ? fault(value) : expected),
    decode: (value) => normalise(String(value)),
  };
}

/** Text without a default; `absent` says what leaving it out, or writing `~`, means. */
export function optionalText({ absent, ...declaration }: TextDeclaration & { absent: string }): Leaf {
  return optional(text(declaration), absent);
}

/** The same without a default: `~` is as good as nothing. */
function optional(leaf: Leaf, absent: string): Leaf {
  return {
    ...leaf,
    words: { ...leaf.words, absent },
    json: { anyOf: [leaf.json, { type: 'null' }] },
    fault: (value) => (value === null ? undefined : leaf.fault(value)),
    decode: (value) => (value === null ? undefined : leaf.decode(value)),
  };
}

type DurationDeclaration = { description: string; default: string; from: number; to: number; orZero?: boolean };

/** A duration, milliseconds once decoded; `0` only where `orZero` gives it a meaning. */
export function duration(declaration: DurationDeclaration): Leaf {
  const { description, from, to, orZero = false } = declaration;
  const type = `duration from ${formatDuration(from)} to ${formatDuration(to)}${orZero ? ', or 0' : ''}`;
  const expected = `a ${type} (written as 500ms, 60s, 5m or 1h30m)`;
  const isFine = (value: unknown): boolean => {
    if (orZero && (value === 0 || value === '0')) return true;
    const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
    return milliseconds !== undefined && milliseconds >= from && milliseconds <= to;
  };
  return {
    kind: 'leaf',
    description,
    words: { type, expected },
    default: declaration.default,
    json: { anyOf: [{ type: 'string', pattern: durationPattern }, ...(orZero ? [{ type: 'number', const: 0 }] : [])] },
    fault: (value) => (isFine(value) ? undefined : expected),
    decode: (value) => parseDuration(String(value)) ?? 0,
  };
}

type SizeDeclaration = { description: string; default: string; from: string; to: string };

/** A number of bytes, written as Kubernetes writes quantities of memory. */
export function size(declaration: SizeDeclaration): Leaf {
  const { description, from, to } = declaration;
  const type = `size from ${from} to ${to}`;
  const expected = `a ${type} (written as 1048576, 1024Ki, 32Mi or 1Gi)`;
  const isFine = (value: unknown): boolean => {
    const bytes = typeof value === 'string' || Number.isInteger(value) ? parseSize(String(value)) : undefined;
    return bytes !== undefined && bytes >= (parseSize(from) ?? 0) && bytes <= (parseSize(to) ?? 0);
  };
  return {
    kind: 'leaf',
    description,
    words: { type, expected },
    default: declaration.default,
    json: {
      anyOf: [
        { type: 'string', pattern: sizePattern },
        { type: 'integer', minimum: 0 },
      ],
    },
    fault: (value) => (isFine(value) ? undefined : expected),
    decode: (value) => parseSize(String(value)) ?? 0,
  };
}

type Declaration<Default> = { description: string; default: Default };

export function wholeNumber(declaration: Declaration<number> & { from: number; to: number }): Leaf {
  const { from, to, ...rest } = declaration;
  const type = `whole number from ${from} to ${to}`;
  const isFine = (value: unknown): boolean =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
  const json = { type: 'integer', minimum: from, maximum: to };
  return asWritten({ ...rest, type, expected: `a ${type}`, json, isFine });
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function flag(declaration: Declaration<boolean>): Leaf {
  const type = 'true or false';
  return asWritten({ ...declaration, type, expected: type, json: { type: 'boolean' }, isFine: isBoolean });
}

export function oneOf<const Values extends readonly string[]>(
  values: Values,
  declaration: { description?: string; default?: Values[number] } = {},
): Leaf {
  const type = values.join(' or ');
  const isFine = (value: unknown): boolean => typeof value === 'string' && values.includes(value);
  return asWritten({ ...declaration, type, expected: type, json: { enum: [...values] }, isFine });
}

/** One of a few words, without a default; `absent` says what leaving it out, or writing `~`, means. */
export function optionalOneOf(
  values: readonly string[],
  { description, absent }: { description: string; absent: string },
): Leaf {
  return optional(oneOf(values, { description }), absent);
}

type Plain = Omit<Leaf, 'kind' | 'words' | 'fault' | 'decode'> & {
  type: string;
  expected: string;
  isFine: (value: unknown) => boolean;
};

/** A setting whose value means what is written. */
function asWritten({ type, expected, isFine, ...rest }: Plain): Leaf {
  return {
    kind: 'leaf',
    words: { type, expected },
    ...rest,
    fault: (value) => (isFine(value) ? undefined : expected),
    decode: (value) => value,
  };
}

type ListDeclaration = { description: string; type: string; default?: readonly string[]; absent?: string };

/** A list of values, in the table of settings one row; it has a default, or `absent` says what leaving it out means. */
export function listOf(items: Schema, declaration: ListDeclaration): List {
  const { description, type, absent } = declaration;
  return {
    kind: 'list',
    items,
    least: 1,
    most: 1000,
    description,
    words: { type, expected: `a ${type}`, ...(absent !== undefined && { absent }) },
    ...(declaration.default !== undefined && { default: declaration.default }),
  };
}
