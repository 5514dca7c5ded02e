import { digestAnnotation, fieldManager, partOfLabel, sourceAnnotation } from '../apply/fieldManager.ts';
import type { ManagedFields } from '../apply/readMember.ts';
import type { JsonObject } from '../load/manifest.ts';
import { childOf, isLeaf, isNode, type FieldNode } from './fieldNode.ts';
import { lostFields, type LostField } from './lostFields.ts';

/** Who took which fields of an object; `manager` is absent when nobody owns them any more, because they were removed. */
export type DriftFacts = { manager?: string; fields: string[] };

/** What Couplet adds to each manifest. */
const marks: JsonObject = {
  metadata: { labels: { [partOfLabel]: '' }, annotations: { [digestAnnotation]: '', [sourceAnnotation]: '' } },
};

/** Compares a manifest with the managedFields of its live object: exact, and without reading the object itself. */
export function describeDrift(body: JsonObject, managedFields: readonly ManagedFields[]): DriftFacts {
  // What a webhook changes in our own request belongs to us by Update.
  const ours = managedFields.filter(
    ({ manager, subresource }) => manager === fieldManager && subresource === undefined,
  );
  const owned = ours.map(({ fieldsV1 }) => fieldsV1).filter(isNode);
  const lost = [...lostFields(marks, owned), ...lostFields(body, owned)];
  const manager =
    lost.length === 0
      ? undefined
      : findManager(
          lost,
          managedFields.filter((entry) => !ours.includes(entry)),
        );
  return { fields: lost.map(({ field }) => field), ...(manager !== undefined && { manager }) };
}

/** The manager that has most of the fields now, of equals the one that wrote last. */
function findManager(lost: LostField[], others: readonly ManagedFields[]): string | undefined {
  const found = others
    .map((entry) => ({
      entry,
      held: lost.filter(({ keys }) => isNode(entry.fieldsV1) && holds(entry.fieldsV1, keys)).length,
    }))
    .filter(({ held }) => held > 0)
    .toSorted((a, b) => b.held - a.held || ((a.entry.time ?? '') < (b.entry.time ?? '') ? 1 : -1));
  return found[0]?.entry.manager;
}

function holds(root: FieldNode, keys: readonly string[]): boolean {
  let node = root;
  for (const key of keys) {
    if (node !== root && isLeaf(node)) return true;
    const [child] = childOf([node], key);
    if (child === undefined) return false;
    node = child;
  }
  return true;
}
