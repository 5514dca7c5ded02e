/** A step of a path: the name of a field, or any item of a list. `end` is the length of the path up to and with it. */
export type FieldStep = { kind: 'name' | 'item'; name: string; end: number };

/** `.`, a name, or the item of a list by index or keys: `[0]`, `[containerPort=1,protocol="T]CP"]`. */
const step = /\.?([^.[\]]+)|(\[(?:"(?:[^"\\]|\\.)*"|[^"\]])*\])/y;

/**
 * The steps of a path such as `spec.containers[name="web"].imag`; undefined when it is none. A dot inside of a map's key
 * cannot be told from one between fields.
 */
export function fieldPath(path: string): FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return undefined;
    const [, name] = match;
    steps.push({ kind: name === undefined ? 'item' : 'name', name: name ?? '', end: step.lastIndex });
  }
  return steps;
}
