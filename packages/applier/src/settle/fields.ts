/** What stands at a path inside a JSON value; undefined where the path leads nowhere. */
export function valueAt(root: unknown, ...path: string[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

export function numberAt(root: unknown, ...path: string[]): number | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'number' ? value : undefined;
}

export function textAt(root: unknown, ...path: string[]): string | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** A list, empty where there is none. */
export function listAt(root: unknown, ...path: string[]): unknown[] {
  const value: unknown = valueAt(root, ...path);
  return Array.isArray(value) ? value : [];
}
