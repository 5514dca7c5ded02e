import { isJsonObject } from './isJsonObject.ts';
import type { Json, JsonObject } from './manifest.ts';

/** One item of a List: `value` is the object, `written` is how it stands in `items`. */
export type ListItem = { value: Json; written: Json };

/** Whether an object is a List: any kind that ends in List and has items. */
export function isList(value: JsonObject): boolean {
  return typeof value['kind'] === 'string' && value['kind'].endsWith('List') && value['items'] !== undefined;
}

/**
 * The items of a List; undefined when `items` is no list. As in kubectl (apimachinery, unstructured scheme), an item that
 * names neither apiVersion nor kind takes both from its typed List.
 */
export function listItems({ apiVersion, kind, items }: JsonObject): ListItem[] | undefined {
  if (items === null) return [];
  if (!Array.isArray(items) || typeof kind !== 'string') return undefined;
  const inherited = { kind: kind.slice(0, -'List'.length), ...(apiVersion === undefined ? {} : { apiVersion }) };
  return items.map((written) => {
    const inherits = isJsonObject(written) && !written['kind'] && !written['apiVersion'];
    return { written, value: inherits ? { ...written, ...inherited } : written };
  });
}
