import { isJsonObject } from './isJsonObject.ts';
import { describeValue } from './describeValue.ts';
import type { JsonObject } from './manifest.ts';
import type { Problem } from './problem.ts';

/** Labels by which ApplySets are found (KEP-3659): whoever copies one claims an object for a set. */
const reservedLabels = ['applyset.kubernetes.io/part-of', 'applyset.kubernetes.io/id'];

/** Checks what no manifest may claim: names that the server makes, owners, membership of a set. */
export function checkMetadata(metadata: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const { generateName, ownerReferences, labels } = metadata;
  if (isSet(generateName)) {
    const rule = 'metadata.generateName must not be set, since each apply would make another object, found it';
    problems.push({
      code: 'generate-name',
      rule,
      field: 'metadata.generateName',
      container: metadata,
      key: 'generateName',
    });
  }
  if (isSet(ownerReferences)) {
    const rule = 'metadata.ownerReferences must not be set, since owners are known by uid, found it';
    problems.push({
      code: 'owner-references',
      rule,
      field: 'metadata.ownerReferences',
      container: metadata,
      key: 'ownerReferences',
    });
  }
  for (const key of ['labels', 'annotations']) {
    const value = metadata[key];
    if (value === undefined || value === null || isJsonObject(value)) continue;
    const found = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
    const rule = `metadata.${key} must be a mapping, found ${found}`;
    problems.push({ code: 'invalid-field', rule, field: `metadata.${key}`, container: metadata, key });
  }
  if (!isJsonObject(labels)) return problems;
  for (const key of reservedLabels.filter((label) => Object.hasOwn(labels, label))) {
    const rule = `label ${key} is set by whoever applies the set, found ${describeValue(labels[key])}; remove it`;
    problems.push({ code: 'reserved-label', rule, field: `metadata.labels[${key}]`, container: labels, key });
  }
  return problems;
}

function isSet(value: JsonObject[string] | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
