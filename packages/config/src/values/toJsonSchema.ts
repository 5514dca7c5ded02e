import type { Block, Leaf, List, Schema } from './schema.ts';

/** What a schema says to an editor (JSON Schema, draft 2020-12). Keywords may be undefined, which JSON leaves out. */
export function toJsonSchema(schema: Schema): Record<string, unknown> {
  switch (schema.kind) {
    case 'block':
      return ofBlock(schema);
    case 'list':
      return ofList(schema);
    case 'leaf':
      return ofLeaf(schema);
    default:
      schema satisfies never;
      throw new Error('Cannot write JSON Schema: the kind of the schema must be known');
  }
}

function ofBlock({ required, members, alwaysThere }: Block): Record<string, unknown> {
  return {
    type: 'object',
    required: required.length > 0 ? required : undefined,
    properties: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, toJsonSchema(member)])),
    additionalProperties: false,
    default: alwaysThere ? {} : undefined,
  };
}

function ofList({ items, description, least, most, default: byDefault }: List): Record<string, unknown> {
  return {
    type: 'array',
    items: toJsonSchema(items),
    description,
    minItems: least > 0 ? least : undefined,
    maxItems: most,
    default: byDefault,
  };
}

function ofLeaf({ json, description, default: byDefault }: Leaf): Record<string, unknown> {
  const { type, anyOf, enum: words, ...rest } = json;
  return { type, anyOf, enum: words, description, default: byDefault, ...rest };
}
