import type { JsonObject } from './manifest.ts';
import { writeJson } from './writeJson.ts';

/** The JSON of a body with sorted keys: equal bodies give equal text. It is as long as what stringifyBody gives. */
export function canonicalBody(body: JsonObject): string {
  return writeJson(body, (object) => Object.keys(object).toSorted());
}
