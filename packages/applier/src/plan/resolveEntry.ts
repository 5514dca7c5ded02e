import type { RunError } from '../events.ts';
import type { ManifestEntry } from '../load/manifest.ts';
import { nearestName } from '../load/nearestName.ts';
import { kindKey, objectId, type Kind, type Kinds } from './kinds.ts';

/** A manifest with the facts that only the cluster's kinds give: its object id, its namespace and how to address it. */
export type Resolved = { id: string; entry: ManifestEntry; kind: Kind; namespace?: string };

/** The object that a manifest defines, or the error: the cluster does not know its kind, or not in that version. */
export function resolveEntry(entry: ManifestEntry, kinds: Kinds, defaultNamespace: string): Resolved | RunError {
  const key = kindKey(entry.group, entry.kind);
  const kind = kinds.get(key);
  if (kind === undefined || !kind.versions.includes(entry.version)) return unknownKind(entry, key, kind, kinds);
  const namespace = kind.namespaced ? (entry.namespace ?? defaultNamespace) : undefined;
  const id = objectId(key, namespace, entry.name);
  return { id, entry, kind, ...(namespace === undefined ? {} : { namespace }) };
}

/** The error of one of the places that define the same object. */
export function duplicate({ id, entry }: Resolved, places: readonly Resolved[]): RunError {
  const others = places
    .filter((other) => other.entry !== entry)
    .map(({ entry: { source } }) => `${source.file}:${source.line}`);
  return {
    code: 'duplicate-object',
    message: `Cannot apply ${id}: an object may be defined once, found it also in ${others.join(', ')}`,
    id,
    ...entry.source,
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
