import type { DocumentRead, LineFinder } from './documentRead.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Json } from './manifest.ts';
import { readByEvents } from './readByEvents.ts';
import { readPlainJson } from './readPlainJson.ts';
import type { DocumentText } from './splitDocuments.ts';

/** Reads one document as kubectl does. Pure, and never throws: what is wrong comes back as `refused`. */
export function readDocument(document: DocumentText): DocumentRead {
  const value = document.syntax === 'json' ? readPlainJson(document.text) : undefined;
  return value === undefined ? readByEvents(document) : { kind: 'value', value, lineOf: linesOf(value, document) };
}

/** Lines are asked for when something is wrong, and of a List: only then the document is read once more. */
function linesOf(value: Json, document: DocumentText): LineFinder {
  let lineOf: LineFinder | undefined;
  return (container, key) => {
    lineOf ??= readLines(value, document);
    return lineOf(container, key);
  };
}

function readLines(value: Json, document: DocumentText): LineFinder {
  const read = readByEvents(document);
  if (read.kind === 'refused') return () => undefined;
  const twins = new Map<Json, Json>();
  pair(value, read.value, twins);
  return (container, key) => {
    const twin = twins.get(container);
    return isJsonObject(twin) ? read.lineOf(twin, key) : undefined;
  };
}

/** Adds each mapping of `value` with the one at the same place of `other`, which is as `value`. */
function pair(value: Json, other: Json | undefined, twins: Map<Json, Json>): void {
  if (Array.isArray(value) && Array.isArray(other)) {
    for (const [index, item] of value.entries()) pair(item, other[index], twins);
  } else if (isJsonObject(value) && isJsonObject(other)) {
    twins.set(value, other);
    for (const [key, item] of Object.entries(value)) pair(item, other[key], twins);
  }
}
