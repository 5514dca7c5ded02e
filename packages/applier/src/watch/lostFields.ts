import type { Json, JsonObject } from '../load/manifest.ts';
import { childOf, childrenOf, isLeaf, itemKeys, type FieldNode } from './fieldNode.ts';

/** A field that a manifest sets and its manager does not own. */
export type LostField = {
  /** As the API server writes it in a conflict: `.spec.template.spec.containers[name="web"].image`. */
  field: string;
  /** The way through a FieldsV1 tree; it ends early where the manager owns no part of a list item. */
  keys: string[];
};

/** More names than this help nobody. */
const most = 20;

/** The server tracks neither of these: they say which object it is. */
const identity = new Set(['.apiVersion', '.kind', '.metadata.name', '.metadata.namespace']);

/**
 * The fields of a manifest that none of `owned` (FieldsV1 trees of one manager) holds, at most 20. Null and empty values
 * ask for nothing that could be lost. A field that is owned whole (atomic) is not looked into.
 * Source of FieldsV1: meta/v1 and sigs.k8s.io/structured-merge-diff.
 */
export function lostFields(body: JsonObject, owned: readonly FieldNode[]): LostField[] {
  const lost: LostField[] = [];
  walk(body, owned, { field: '', keys: [] }, lost);
  return lost;
}

function walk(value: Json, nodes: readonly FieldNode[], at: LostField, lost: LostField[]): void {
  if (Array.isArray(value)) return walkList(value, nodes, at, lost);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (lost.length === most) return;
    const below = { field: `${at.field}.${name}`, keys: [...at.keys, `f:${name}`] };
    if (isNothing(child) || identity.has(below.field)) continue;
    const owners = childOf(nodes, `f:${name}`);
    if (owners.some(isLeaf)) continue;
    if (owners.length === 0 && !isMapping(child)) lost.push(below);
    else walk(child, owners, below, lost);
  }
}

function walkList(items: Json[], nodes: readonly FieldNode[], at: LostField, lost: LostField[]): void {
  const children = childrenOf(nodes);
  for (const [index, item] of items.entries()) {
    if (lost.length === most) return;
    const found = itemKeys(item, children);
    if (found.length === 0) {
      lost.push({ field: `${at.field}[${nameOf(item, index)}]`, keys: at.keys });
      continue;
    }
    const losses = found.map((key) => {
      const loss: LostField[] = [];
      const below = { field: `${at.field}[${nameOf(item, index)}]`, keys: [...at.keys, key] };
      const owners = childOf(nodes, key);
      if (!owners.some(isLeaf)) walk(item, owners, below, loss);
      return loss;
    });
    // A default may complete the key (the protocol of a port): the item is the one of which nothing is missing.
    const least = losses.toSorted((a, b) => a.length - b.length)[0] ?? [];
    lost.push(...least.slice(0, most - lost.length));
  }
}

function nameOf(item: Json, index: number): string {
  const name = isMapping(item) ? item['name'] : undefined;
  return typeof name === 'string' ? `name=${JSON.stringify(name)}` : String(index);
}

function isNothing(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isMapping(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
