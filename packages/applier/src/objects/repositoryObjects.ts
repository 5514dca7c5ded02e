import type { ManifestIndex } from '../load/manifestIndex.ts';
import { kindKey, withDefinedKinds, type Kind, type Kinds } from '../plan/kinds.ts';
import { resolve } from '../plan/resolve.ts';
import { byId, type KnownObject } from './knownObject.ts';

const noKinds: Kinds = new Map();

/** The objects that the repository defines, sorted. Made anew only when the tree, or what the cluster knows, has changed. */
export class RepositoryObjects {
  readonly #index: Pick<ManifestIndex, 'tree' | 'entries'>;
  readonly #namespace: string;
  #madeOf: { tree: string | undefined; kinds: Kinds } | undefined;
  #byId: ReadonlyMap<string, KnownObject> = new Map();
  #sorted: readonly KnownObject[] = [];

  /** `namespace` is for objects that name none. */
  constructor(index: Pick<ManifestIndex, 'tree' | 'entries'>, namespace: string) {
    this.#index = index;
    this.#namespace = namespace;
  }

  read(kinds: Kinds = noKinds): { sorted: readonly KnownObject[]; byId: ReadonlyMap<string, KnownObject> } {
    const { tree } = this.#index;
    if (this.#madeOf?.tree !== tree || this.#madeOf?.kinds !== kinds) {
      this.#make(kinds);
      this.#madeOf = { tree, kinds };
    }
    return { sorted: this.#sorted, byId: this.#byId };
  }

  #make(kinds: Kinds): void {
    const entries = [...this.#index.entries()];
    const all = withDefinedKinds(
      kinds,
      entries.flatMap(({ defines }) => defines ?? []),
    );
    const { objects } = resolve(entries, all, this.#namespace);
    // One text for all objects of a kind.
    const keys = new Map<Kind, string>([...all].map(([key, kind]) => [kind, key]));
    const known = [...objects.values()].map(({ id, entry, kind, namespace }) => ({
      id,
      key: keys.get(kind) ?? kindKey(kind.group, kind.kind),
      name: entry.name,
      entry,
      ...(namespace !== undefined && { namespace }),
    }));
    this.#sorted = known.toSorted(byId);
    this.#byId = new Map(this.#sorted.map((object) => [object.id, object]));
  }
}
