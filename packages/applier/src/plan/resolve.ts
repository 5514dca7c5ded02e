import type { RunError } from '../events.ts';
import type { ManifestEntry } from '../load/manifest.ts';
import { nearestName } from '../load/nearestName.ts';
import { kindKey, objectId, type Kind, type Kinds } from './kinds.ts';

/** A manifest with the facts that only the cluster's kinds give: its object id, its namespace and how to address it. */
export type Resolved = { id: string; entry: ManifestEntry; kind: Kind; namespace?: string };

export type Resolution = { objects: Map<string, Resolved>; errors: RunError[] };

/** Gives each manifest its object id. The same id twice is an error that names both places, and neither is kept. */
export function resolve(entries: Iterable<ManifestEntry>, kinds: Kinds, defaultNamespace: string): Resolution {
  const objects = new Map<string, Resolved>();
  const errors: RunError[] = [];
  const repeated = new Map<string, ManifestEntry[]>();
  for (const entry of entries) {
    const key = kindKey(entry.group, entry.kind);
    const kind = kinds.get(key);
    if (kind === undefined || !kind.versions.includes(entry.version)) {
      errors.push(unknownKind(entry, key, kind, kinds));
      continue;
    }
    const namespace = kind.namespaced ? (entry.namespace ?? defaultNamespace) : undefined;
    const id = objectId(key, namespace, entry.name);
    const first = objects.get(id);
    if (first === undefined) objects.set(id, { id, entry, kind, ...(namespace === undefined ? {} : { namespace }) });
    else repeated.set(id, [...(repeated.get(id) ?? [first.entry]), entry]);
  }
  for (const [id, places] of repeated) {
    objects.delete(id);
    errors.push(...places.map((place) => duplicate(id, place, places)));
  }
  return { objects, errors };
}

function duplicate(id: string, place: ManifestEntry, places: ManifestEntry[]): RunError {
  const others = places.filter((other) => other !== place).map(({ source }) => `${source.file}:${source.line}`);
  return {
    code: 'duplicate-object',
    message: `Cannot apply ${id}: an object may be defined once, found it also in ${others.join(', ')}`,
    id,
    ...place.source,
  };
}

function unknownKind(entry: ManifestEntry, key: string, kind: Kind | undefined, kinds: Kinds): RunError {
  const id = objectId(key, entry.namespace, entry.name);
  const base = { code: 'unknown-kind', id, ...entry.source };
  if (kind !== undefined) {
    const served = kind.versions
      .map((version) => (kind.group === '' ? version : `${kind.group}/${version}`))
      .join(', ');
    return { ...base, message: `Cannot apply ${id}: ${key} is served as ${served}, found ${entry.apiVersion}` };
  }
  const meant = nearestName(key, [...kinds.keys()]);
  const hint = meant === undefined ? 'is its CustomResourceDefinition installed?' : `did you mean ${meant}?`;
  return {
    ...base,
    message: `Cannot apply ${id}: the cluster must know its kind, found ${entry.apiVersion} ${entry.kind}; ${hint}`,
  };
}
