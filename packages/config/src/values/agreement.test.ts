import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Check } from 'typebox/schema';
import { configSchema } from '../configSchema.ts';
import type { Leaf, Schema } from './schema.ts';
import { toJsonSchema } from './toJsonSchema.ts';

function leavesOf(schema: Schema, path: string): [path: string, leaf: Leaf][] {
  if (schema.kind === 'leaf') return [[path, schema]];
  if (schema.kind === 'list') return leavesOf(schema.items, `${path}[]`);
  return Object.entries(schema.members).flatMap(([name, member]) => leavesOf(member, `${path}.${name}`));
}

/** Reproducible: the same values in every run. */
function* random(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const pieces = ['0', '1', '16', '5', '.5', 'm', 'h', 'ms', 's', 'Ki', 'Gi', '/', '.', '..', '-', ':', '8080', 'a', 'A'];
const more = ['main', 'https://h/r', 'ssh://git@h/r', 'git@h:r', 'all', 'hold', 'github', '127.0.0.1', ' ', '\n', '~'];
const others = [null, true, false, 0, -0, 1, -1, 1.5, 16, 100, 101, 1024, 2 ** 31, 2 ** 53, 1e21, Infinity, NaN];

function valuesFor(leaf: Leaf, seed: number): unknown[] {
  const numbers = random(seed);
  const next = (below: number): number => Math.floor((numbers.next().value ?? 0) * below);
  const words = [...pieces, ...more, String(leaf.default ?? ''), ...(leaf.json.enum ?? [])];
  const text = (): string => Array.from({ length: next(5) }, () => words[next(words.length)]).join('');
  return [...others, [], {}, ...words, ...Array.from({ length: 1000 }, text)];
}

for (const [index, [path, leaf]] of leavesOf(configSchema, '').entries()) {
  const schema = toJsonSchema(leaf);
  // The rules of text and the bounds of an amount have no keyword of their own.
  const isExact = ['integer', 'boolean'].includes(leaf.json.type ?? '') || leaf.json.enum !== undefined;

  test(`an editor agrees with what ${path.slice(1)} takes${isExact ? ' and refuses' : ''}`, () => {
    for (const value of valuesFor(leaf, index)) {
      const taken = leaf.fault(value) === undefined;
      if (taken || isExact) assert.equal(Check(schema, value), taken, JSON.stringify(value));
    }
  });

  test(`values of both sorts were tried on ${path.slice(1)}`, () => {
    const taken = valuesFor(leaf, index).filter((value) => leaf.fault(value) === undefined);
    assert.ok(taken.length > 0 && taken.length < 1000, `${taken.length}`);
  });
}
