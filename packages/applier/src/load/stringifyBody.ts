import type { JsonObject } from './manifest.ts';
import { writeJson } from './writeJson.ts';

/**
 * JSON for the API server's `apply-patch+yaml`, which is read as YAML: every character arrives, bigints arrive exactly,
 * keys stay in the order of the source.
 */
export function stringifyBody(body: JsonObject): string {
  return writeJson(body);
}
