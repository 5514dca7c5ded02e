import type { Words } from './words.ts';

/** What couplet.yaml may hold: blocks of settings, lists, and settings. */
export type Schema = Block | List | Leaf;

/** A mapping; it refuses settings that it does not declare. */
export type Block = {
  kind: 'block';
  required: string[];
  /** In the order in which they are documented. */
  members: Record<string, Schema>;
  /** A block that is left out is one in which everything is left out; otherwise leaving it out has its own meaning. */
  alwaysThere: boolean;
};

export type List = {
  kind: 'list';
  items: Schema;
  least: number;
  most: number;
  words: Words;
  /** Of a list that is one row in the table of settings. */
  description?: string;
  default?: readonly string[];
};

/** One setting; what its default is, is written as a person would write it. */
export type Leaf = {
  kind: 'leaf';
  words: Words;
  /** Absent for the items of a list, which the list describes. */
  description?: string;
  default?: string | number | boolean;
  /** Keywords of JSON Schema for editors, which may let through more than `fault` does. */
  json: { type?: string; anyOf?: object[]; enum?: string[]; [keyword: string]: unknown };
  /** What was expected when the value breaks a rule, else undefined. */
  fault: (value: unknown) => string | undefined;
  /** What the value means; asked only of a value without a fault. */
  decode: (value: unknown) => unknown;
};

/** A mapping with these settings, of which the first ones must be written. */
export function block(
  required: Record<string, Schema>,
  optional: Record<string, Schema>,
  { alwaysThere = false } = {},
): Block {
  return { kind: 'block', required: Object.keys(required), members: { ...required, ...optional }, alwaysThere };
}

/** A list of mappings, in the table of settings a pair of brackets in the path. */
export function blocks(items: Block, { expected, ...size }: { least: number; most: number; expected: string }): List {
  return { kind: 'list', items, ...size, words: { type: 'list', expected } };
}
