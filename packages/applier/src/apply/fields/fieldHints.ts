import type { RunError } from '../../events.ts';
import { isJsonObject } from '../../load/isJsonObject.ts';
import type { Json, JsonObject } from '../../load/manifest.ts';
import type { Api } from '../apiClient.ts';
import { fieldPath } from './fieldPath.ts';
import { fieldShape, type FieldShape } from './fieldShape.ts';
import { nearestField } from './nearestField.ts';

/** Kind and version of an object as its manifest has them. */
export type KindName = { group: string; version: string; kind: string };

/** One group version: its shapes by name, and which of them is which kind. */
type Document = { shapes: Map<string, FieldShape>; kinds: Map<string, FieldShape> };

/** Bytes; the largest of Kubernetes itself, core v1, has 1.6 MB, an operator with many kinds perhaps 5. */
const maxBytes = 16_000_000;

/** Milliseconds that a run waits for help; an aggregated API serves its own document and may hang. */
const patience = 5_000;

/**
 * Names the field that a misspelt one was meant to be, from the API server's OpenAPI v3 documents (KEP-2896). Made for one
 * run: each document is asked for at most once, and only when a field is unknown. Without an answer there is no hint.
 */
export class FieldHints {
  readonly #api: Api;
  readonly #signal: AbortSignal;
  #index: Promise<JsonObject> | undefined;
  readonly #documents = new Map<string, Promise<Document>>();

  constructor(api: Api, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  /** The same errors; those about an unknown field end with what it was meant to be. Throws only the signal's reason. */
  async add(errors: RunError[], of: KindName): Promise<RunError[]> {
    return await Promise.all(
      errors.map(async (error) => {
        if (error.code !== 'unknown-field' || error.field === undefined) return error;
        const meant = await this.#meant(error.field, of);
        return meant === undefined ? error : { ...error, message: `${error.message}; did you mean ${meant}?` };
      }),
    );
  }

  async #meant(field: string, { group, version, kind }: KindName): Promise<string | undefined> {
    const steps = fieldPath(field);
    if (steps === undefined) return undefined;
    try {
      const { kinds, shapes } = await this.#document(group === '' ? `api/${version}` : `apis/${group}/${version}`);
      const root = kinds.get(kindKey(group, version, kind));
      const name = root && nearestField(steps, root, shapes);
      if (name === undefined) return undefined;
      const before = field.slice(0, steps.at(-2)?.end ?? 0);
      return before === '' ? name : `${before}.${name}`;
    } catch {
      // The error stands without a hint; only the end of the run ends this.
      this.#signal.throwIfAborted();
      return undefined;
    }
  }

  #document(groupVersion: string): Promise<Document> {
    const known = this.#documents.get(groupVersion) ?? this.#readDocument(groupVersion);
    this.#documents.set(groupVersion, known);
    return known;
  }

  async #readDocument(groupVersion: string): Promise<Document> {
    const index = await (this.#index ??= this.#get('/openapi/v3'));
    const url = objectAt(objectAt(index, 'paths'), groupVersion)['serverRelativeURL'];
    if (typeof url !== 'string' || !url.startsWith('/openapi/v3/')) return { shapes: new Map(), kinds: new Map() };
    return readKinds(await this.#get(url));
  }

  async #get(path: string): Promise<JsonObject> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(patience)]);
    const { body } = await this.#api.request<JsonObject>({ method: 'GET', path, maxBytes, signal });
    return body;
  }
}

function readKinds(document: JsonObject): Document {
  const shapes = new Map<string, FieldShape>();
  const kinds = new Map<string, FieldShape>();
  for (const [name, schema] of Object.entries(objectAt(objectAt(document, 'components'), 'schemas'))) {
    const shape = fieldShape(schema);
    shapes.set(name, shape);
    const names = isJsonObject(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
    for (const { group, version, kind } of Array.isArray(names) ? names.filter(isJsonObject) : []) {
      kinds.set(kindKey(group, version, kind), shape);
    }
  }
  return { shapes, kinds };
}

function kindKey(group: Json | undefined, version: Json | undefined, kind: Json | undefined): string {
  return JSON.stringify([group, version, kind]);
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isJsonObject(value) ? value : {};
}
