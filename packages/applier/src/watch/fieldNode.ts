import type { Json } from '../load/manifest.ts';

/** A node of a FieldsV1 tree: keys `f:<field>`, `k:<key fields as JSON>`, `v:<value as JSON>`, and `.` for the item itself. */
export type FieldNode = object;

/** Owned whole: nothing below it is tracked. */
export function isLeaf(node: FieldNode): boolean {
  return Object.keys(node).length === 0;
}

/** The nodes below `key`, of those that have one. */
export function childOf(nodes: readonly FieldNode[], key: string): FieldNode[] {
  return nodes.flatMap((node) => {
    const child: unknown = Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined;
    return isNode(child) ? [child] : [];
  });
}

export function childrenOf(nodes: readonly FieldNode[]): string[] {
  return [...new Set(nodes.flatMap((node) => Object.keys(node)))];
}

/** Those of the keys of a list's children that may stand for `item`: key fields that the item leaves out may be defaults. */
export function itemKeys(item: Json, children: readonly string[]): string[] {
  if (typeof item !== 'object' || item === null) return children.filter((key) => key === `v:${textOf(item)}`);
  return children.filter((key) => key.startsWith('k:') && hasKeyFields(item, key.slice(2)));
}

export function isNode(value: unknown): value is FieldNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKeyFields(item: object, text: string): boolean {
  const fields: unknown = JSON.parse(text);
  if (!isNode(fields)) return false;
  return Object.entries(fields).every(([name, value]) => {
    const own: unknown = Reflect.get(item, name);
    return own === undefined || own === null || textOf(own) === textOf(value);
  });
}

// 80 of a manifest may be a bigint, and its key in managedFields is a number.
function textOf(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
