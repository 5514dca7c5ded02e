import { createHash } from 'node:crypto';
import { isJsonObject } from '../load/isJsonObject.ts';
import type { JsonObject } from '../load/manifest.ts';
import { digestAnnotation, sourceAnnotation } from '../apply/fieldManager.ts';

const serverFields = ['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink'];
const ownAnnotations = [digestAnnotation, sourceAnnotation];

/** An object without what the server writes and what every apply changes; the values of a Secret are masked. */
export function comparable(object: JsonObject): JsonObject {
  const { status: _status, metadata, ...rest } = object;
  const shown = isJsonObject(metadata) ? withoutKeys(metadata, serverFields) : {};
  const { annotations } = shown;
  if (isJsonObject(annotations)) {
    const others = withoutKeys(annotations, ownAnnotations);
    if (Object.keys(others).length > 0) shown['annotations'] = others;
    else delete shown['annotations'];
  }
  return maskSecret({ ...rest, metadata: shown });
}

/** A value that cannot be guessed back from what is shown, and that differs when the value differs. */
function maskSecret(object: JsonObject): JsonObject {
  if (object['kind'] !== 'Secret' || object['apiVersion'] !== 'v1') return object;
  const masked = { ...object };
  for (const key of ['data', 'stringData']) {
    const { [key]: values } = masked;
    if (!isJsonObject(values)) continue;
    masked[key] = Object.fromEntries(Object.keys(values).map((name) => [name, mask(values[name])]));
  }
  // kubectl apply keeps the whole manifest in this annotation, values included.
  const { metadata } = masked;
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  if (isJsonObject(metadata) && isJsonObject(annotations)) {
    const others = withoutKeys(annotations, ['kubectl.kubernetes.io/last-applied-configuration']);
    masked['metadata'] = { ...metadata, annotations: others };
  }
  return masked;
}

const perRun = createHash('sha256').update(crypto.randomUUID()).digest('hex');

function mask(value: unknown): string {
  const text = String(value);
  const mark = createHash('sha256').update(perRun).update(text).digest('hex').slice(0, 6);
  return `*** (${text.length} characters, ${mark})`;
}

function withoutKeys(map: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
