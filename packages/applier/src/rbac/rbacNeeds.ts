import type { Environment } from '@couplet/config';
import { neededAccess, type Access, type Place } from '../access/neededAccess.ts';
import { placeOf } from '../access/placeOf.ts';
import type { Discovered } from '../apply/discoverKinds.ts';
import type { JsonObject, ManifestEntry } from '../load/manifest.ts';
import { kindKey, withDefinedKinds } from '../plan/kinds.ts';
import { resolve } from '../plan/resolve.ts';
import type { Resolved } from '../plan/resolveEntry.ts';
import { grantedBy, grantsRights } from './grantedBy.ts';
import { isPlainName } from './isPlainName.ts';

/** What one environment needs, and what a person has to know beside it. */
export type RbacNeeds = {
  needed: Access[];
  /** Namespaces that the repository itself creates: their Roles can only be made once they exist. */
  creates: string[];
  /** Manifests that grant rights themselves, in words. */
  grants: string[];
  /** Kinds that nothing is printed for, and why. */
  missing: string[];
  /** Keys (`Secret`, `Deployment.apps`) of all kinds. */
  kinds: Set<string>;
};

export type RbacInput = {
  environment: Environment;
  ownNamespace: string;
  discovered: Discovered;
  entries: readonly ManifestEntry[];
  readBody: (entry: ManifestEntry) => Promise<JsonObject>;
};

/** Everything that RBAC must allow for the manifests of one environment. */
export async function rbacNeeds(input: RbacInput): Promise<RbacNeeds> {
  const { environment, ownNamespace, discovered, entries } = input;
  const defined = entries.flatMap(({ defines }) => defines ?? []);
  const kinds = new Map(withDefinedKinds(discovered.kinds, defined));
  // What the API server says of a kind counts more than what a manifest claims of it.
  for (const [key, known] of discovered.kinds) kinds.set(key, { ...known, versions: kinds.get(key)?.versions ?? [] });
  const { objects, errors } = resolve(entries, kinds, environment.namespace);
  const places = new Map<string, Place>();
  const odd: string[] = [];
  for (const object of objects.values()) {
    const { id, kind, namespace, entry } = object;
    const names = [kind.resource, ...(kind.group === '' ? [] : [kind.group]), namespace ?? ownNamespace];
    if (names.every(isPlainName)) {
      const { key, place } = placeOf(object);
      places.set(key, place);
    } else {
      odd.push(
        `${id} (${entry.source.file}:${entry.source.line}): its resource must have a name that Kubernetes allows`,
      );
    }
  }
  return {
    needed: neededAccess(places.values(), { prune: environment.prune, ownNamespace }),
    creates: entries.filter(isNamespace).map(({ name }) => name),
    grants: await grantsOf(input, [...objects.values()]),
    missing: [...errors.map(({ message, file, line }) => `${message} (${file}:${line})`), ...odd],
    kinds: new Set([...places.values()].map(({ kind }) => kindKey(kind.group, kind.kind))),
  };
}

function isNamespace({ group, kind }: ManifestEntry): boolean {
  return group === '' && kind === 'Namespace';
}

async function grantsOf({ readBody }: RbacInput, objects: readonly Resolved[]): Promise<string[]> {
  const granting = objects.filter(({ entry }) => grantsRights(entry));
  return await Promise.all(
    granting.map(async ({ id, entry }) => {
      const granted = grantedBy({ kind: entry.kind, body: await readBody(entry) });
      const { file, line } = entry.source;
      return `${id} (${file}:${line}) grants ${granted.length === 0 ? 'nothing' : granted.join('; ')}`;
    }),
  );
}
