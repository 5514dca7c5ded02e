import { isJsonObject } from './isJsonObject.ts';
import type { DefinedKind, JsonObject } from './manifest.ts';

/**
 * The kind that a CustomResourceDefinition promises; undefined for any other object, for a definition that the API server
 * would refuse, and for one that serves no version.
 */
export function definedKind(body: JsonObject): DefinedKind | undefined {
  if (body['apiVersion'] !== 'apiextensions.k8s.io/v1' || body['kind'] !== 'CustomResourceDefinition') return undefined;
  const { spec } = body;
  if (!isJsonObject(spec) || !isJsonObject(spec['names']) || !Array.isArray(spec['versions'])) return undefined;
  const { group, scope } = spec;
  const { kind, plural } = spec['names'];
  if (typeof group !== 'string' || typeof kind !== 'string' || typeof plural !== 'string') return undefined;
  const versions = spec['versions'].flatMap((version) =>
    isJsonObject(version) && version['served'] === true && typeof version['name'] === 'string' ? [version['name']] : [],
  );
  if (versions.length === 0) return undefined;
  return { group, kind, plural, versions, namespaced: scope === 'Namespaced' };
}
