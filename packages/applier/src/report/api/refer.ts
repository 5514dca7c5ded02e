/**
 * A schema as plain JSON in which every part with a title is a reference to the component of that name, added to `schemas`.
 * Two parts with the same title are the same.
 */
export function refer(schema: object, schemas: Record<string, object>): object {
  const title: unknown = Reflect.get(schema, 'title');
  if (typeof title !== 'string') return plain(schema, schemas);
  if (schemas[title] === undefined) {
    // Before its parts are looked at, so that components stand in the order in which they are met.
    schemas[title] = {};
    schemas[title] = plain(schema, schemas);
  }
  return { $ref: `#/components/schemas/${title}` };
}

function plain(schema: object, schemas: Record<string, object>): object {
  if (Array.isArray(schema)) return schema.map((item: unknown) => part(item, schemas));
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, part(value, schemas)]));
}

function part(value: unknown, schemas: Record<string, object>): unknown {
  return typeof value === 'object' && value !== null ? refer(value, schemas) : value;
}
