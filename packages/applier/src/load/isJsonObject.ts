import type { Json, JsonObject } from './manifest.ts';

/** Whether a value is a mapping, as opposed to a list, a scalar or nothing. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
