import { isJsonObject } from './isJsonObject.ts';
import type { JsonObject } from './manifest.ts';

const metadataFields = ['managedFields', 'uid', 'resourceVersion', 'creationTimestamp', 'generation', 'selfLink'];
/** kubectl's copy of the last manifest, in which a Secret stands a second time. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Leaves out what `kubectl get -o yaml` adds and only the server may write. The given body stays as it is: aliases may share its parts. */
export function stripServerFields(body: JsonObject): { body: JsonObject; stripped: string[] } {
  const stripped: string[] = [];
  const left = without(body, ['status'], '', stripped);
  if (!isJsonObject(left['metadata'])) return { body: left, stripped };
  const metadata = without(left['metadata'], metadataFields, 'metadata.', stripped);
  const annotations = isJsonObject(metadata['annotations'])
    ? without(metadata['annotations'], [lastApplied], 'annotation ', stripped)
    : undefined;
  if (stripped.length === 0) return { body, stripped };
  return { body: { ...left, metadata: annotations === undefined ? metadata : { ...metadata, annotations } }, stripped };
}

function without(object: JsonObject, fields: string[], prefix: string, stripped: string[]): JsonObject {
  const present = fields.filter((field) => Object.hasOwn(object, field));
  if (present.length === 0) return object;
  stripped.push(...present.map((field) => prefix + field));
  return Object.fromEntries(Object.entries(object).filter(([key]) => !present.includes(key)));
}
