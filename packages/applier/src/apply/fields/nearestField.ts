import { nearestName } from '../../load/nearestName.ts';
import type { FieldStep } from './fieldPath.ts';
import type { FieldShape } from './fieldShape.ts';

/** The shapes of one group version by the name that `ref` uses. */
export type FieldShapes = ReadonlyMap<string, FieldShape>;

/** Shapes looked at for one path: a document can be written so that they multiply without end. */
const maxLooks = 10_000;

/**
 * The name that the last step of a path was most likely meant to have; undefined when the schema knows it, does not know
 * what is before it, or has nothing near. Pure.
 */
export function nearestField(
  steps: readonly FieldStep[],
  kind: FieldShape,
  shapes: FieldShapes,
  looks = { left: maxLooks },
): string | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  const all = expand(kind, shapes, looks);
  const inside = (shape: FieldShape): string | undefined => nearestField(rest, shape, shapes, looks);
  if (step.kind === 'item') return firstOf(all, ({ items }) => items && inside(items));
  if (rest.length === 0) {
    const names = all.flatMap(({ fields }) => [...(fields?.keys() ?? [])]);
    return names.includes(step.name) ? undefined : nearestName(step.name, names);
  }
  return firstOf(all, ({ fields, values }) => {
    const field = fields?.get(step.name);
    if (field !== undefined) return inside(field);
    // The key of a map may hold dots, so that more steps than one can be it.
    const starts = values === undefined ? [] : [...rest.keys()];
    return firstOf(starts, (start) => values && nearestField(rest.slice(start), values, shapes, looks));
  });
}

/** A shape, what it refers to and what holds beside it. */
function expand(shape: FieldShape, shapes: FieldShapes, looks: { left: number }): FieldShape[] {
  const all: FieldShape[] = [];
  for (const waiting = [shape]; waiting.length > 0 && looks.left > 0; looks.left -= 1) {
    const one = waiting.pop() ?? {};
    all.push(one);
    const target = one.ref === undefined ? undefined : shapes.get(one.ref);
    waiting.push(...(target === undefined ? [] : [target]), ...(one.also ?? []));
  }
  return all;
}

function firstOf<T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
