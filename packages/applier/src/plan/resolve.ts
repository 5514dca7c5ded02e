import type { ManifestEntry } from '../load/manifest.ts';
import { Definitions, type Resolution } from './definitions.ts';
import type { Kinds } from './kinds.ts';

/** Gives each manifest its object id, once. The same id twice is an error that names both places, and neither is kept. */
export function resolve(entries: Iterable<ManifestEntry>, kinds: Kinds, defaultNamespace: string): Resolution {
  return new Definitions().update(new Map([['', { manifests: [...entries] }]]), kinds, defaultNamespace);
}
