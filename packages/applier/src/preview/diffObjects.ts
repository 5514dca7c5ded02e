import type { Json, JsonObject } from '../load/manifest.ts';
import { isJsonObject } from '../load/isJsonObject.ts';

/** One field that differs. `before` is absent when the field is new, `after` when it goes away. */
export type FieldChange = { path: string; before?: Json; after?: Json };

/**
 * What differs between two states of an object, field by field, in the order of the later one. Lists of objects that all
 * have a `name` are compared by it, as the API server merges them; other lists by position.
 */
export function diffObjects(before: JsonObject, after: JsonObject): FieldChange[] {
  return [...diffValues(before, after, '')];
}

function* diffValues(before: Json | undefined, after: Json | undefined, path: string): Generator<FieldChange> {
  if (isJsonObject(before) && isJsonObject(after)) {
    yield* diffMaps(before, after, path);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    yield* diffLists(before, after, path);
  } else if (!Object.is(before, after)) {
    yield { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  }
}

function* diffMaps(before: JsonObject, after: JsonObject, path: string): Generator<FieldChange> {
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    yield* diffValues(ownValue(before, key), ownValue(after, key), join(path, key));
  }
}

function* diffLists(before: Json[], after: Json[], path: string): Generator<FieldChange> {
  const old = byName(before);
  const next = byName(after);
  if (old !== undefined && next !== undefined) {
    for (const name of new Set([...next.keys(), ...old.keys()])) {
      yield* diffValues(old.get(name), next.get(name), `${path}[name=${name}]`);
    }
    return;
  }
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    yield* diffValues(before[index], after[index], `${path}[${index}]`);
  }
}

/** Undefined unless every item is an object with a name of its own. */
function byName(list: Json[]): Map<string, Json> | undefined {
  const items = new Map<string, Json>();
  for (const item of list) {
    const name = isJsonObject(item) ? ownValue(item, 'name') : undefined;
    if (typeof name !== 'string' || items.has(name)) return undefined;
    items.set(name, item);
  }
  return items;
}

function ownValue(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function join(path: string, key: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${JSON.stringify(key)}]`;
}
