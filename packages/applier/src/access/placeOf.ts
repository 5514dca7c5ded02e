import type { ManifestEntry } from '../load/manifest.ts';
import { kindKey, type Kind } from '../plan/kinds.ts';
import { heldKinds } from '../plan/waves.ts';
import type { Place } from './neededAccess.ts';

/** The place of an object, and a text that is the same for all objects which need the same there. */
export type NamedPlace = { key: string; place: Place };

/** What an object needs: its kind, where it is, and whether it may be deleted to be created anew. */
export function placeOf(object: { kind: Kind; namespace?: string | undefined; entry: ManifestEntry }): NamedPlace {
  const { kind, namespace, entry } = object;
  const name = kindKey(kind.group, kind.kind);
  const recreate = entry.policies.recreate === true && !heldKinds.has(name);
  return {
    key: `${name} ${namespace ?? ''}${recreate ? ' recreate' : ''}`,
    place: { kind, ...(namespace !== undefined && { namespace }), ...(recreate && { recreate }) },
  };
}
