import { isJsonObject } from '../../load/isJsonObject.ts';
import type { Json } from '../../load/manifest.ts';

/** What a schema says about the names of fields; everything else of it is dropped. */
export type FieldShape = {
  /** Name of another shape of the same document. */
  ref?: string;
  fields?: Map<string, FieldShape>;
  items?: FieldShape;
  /** The values of a map with free keys. */
  values?: FieldShape;
  /** Shapes that hold as well: `allOf`, `anyOf`, `oneOf`. */
  also?: FieldShape[];
};

const refPrefix = '#/components/schemas/';

/** Nobody nests schemas deeper; a document that does is cut off there. */
const maxDepth = 100;

/** Reads one schema of an OpenAPI 3.0 document. Never throws: what is not understood says nothing. */
export function fieldShape(schema: Json | undefined, depth = 0): FieldShape {
  if (schema === undefined || !isJsonObject(schema) || depth > maxDepth) return {};
  const { $ref: ref, properties, items, additionalProperties: values, allOf, anyOf, oneOf } = schema;
  const read = (inner: Json): FieldShape => fieldShape(inner, depth + 1);
  const also = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list.map(read) : []));
  return {
    ...(typeof ref === 'string' && ref.startsWith(refPrefix) && { ref: ref.slice(refPrefix.length) }),
    ...(properties !== undefined &&
      isJsonObject(properties) && {
        fields: new Map(Object.entries(properties).map(([name, inner]) => [name, read(inner)])),
      }),
    ...(items !== undefined && { items: read(items) }),
    ...(values !== undefined && { values: read(values) }),
    ...(also.length > 0 && { also }),
  };
}
