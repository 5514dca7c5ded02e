import type { RunError } from '../events.ts';
import type { DefinedKind, ManifestEntry } from '../load/manifest.ts';
import { Follower } from '../load/follower.ts';
import { TrackedMap } from '../load/trackedMap.ts';
import type { Kinds } from './kinds.ts';
import { duplicate, resolveEntry, type Resolved } from './resolveEntry.ts';

/** The manifests of one file. A file that changed is another object. */
export type DefiningFile = { readonly manifests: readonly ManifestEntry[] };
/** By a name that each file keeps. */
export type DefiningFiles = ReadonlyMap<string, DefiningFile>;

/** What manifests define, by object id; `kinds` are those for which that holds. Nobody may write to it. */
export type Resolution = {
  readonly objects: ReadonlyMap<string, Resolved>;
  readonly errors: readonly RunError[];
  readonly kinds: Kinds;
};

/** What is made of one file: for each manifest an object, or why it is none. */
type Outcome = Resolved | RunError;
type Known = { readonly of: DefiningFile; readonly outcomes: readonly Outcome[] };

/**
 * Gives each manifest its object id, and remembers it: of a map that tells what was written since the last time, nothing
 * else is looked at, so that a one-file commit does not cost what the repository holds. Equal input gives equal objects,
 * whatever was resolved before.
 */
export class Definitions {
  readonly #extend: (kinds: Kinds, defined: Iterable<DefinedKind>) => Kinds;
  #cluster: Kinds | undefined;
  #namespace: string | undefined;
  #kinds: Kinds = new Map();
  readonly #follower = new Follower<string>();
  #records = new Map<string, Known>();
  #objects = new TrackedMap<string, Resolved>();
  /** Ids that more than one manifest defines: then none does. */
  #repeated = new Map<string, readonly Resolved[]>();
  #failed = 0;

  /** `extend` adds the kinds that manifests define to those of the cluster; without it they do not count. */
  constructor(extend: (kinds: Kinds, defined: Iterable<DefinedKind>) => Kinds = (kinds) => kinds) {
    this.#extend = extend;
  }

  /** As of the last update. */
  get objects(): ReadonlyMap<string, Resolved> {
    return this.#objects;
  }

  /** Makes it show these files. */
  update(files: DefiningFiles, kinds: Kinds, namespace: string): Resolution {
    const written = this.#follower.look(files);
    let other = this.#otherThan(files, written ?? new Set([...this.#records.keys(), ...files.keys()]));
    const isNew = kinds !== this.#cluster || namespace !== this.#namespace;
    if (isNew || other.some((name) => this.#definesKind(files, name))) {
      this.#forget();
      [this.#cluster, this.#namespace] = [kinds, namespace];
      const manifests = [...files.values()].flatMap((file) => file.manifests);
      this.#kinds = this.#extend(
        kinds,
        manifests.flatMap(({ defines }) => defines ?? []),
      );
      other = [...files.keys()];
    }
    // First all that goes: an object may have moved to another file.
    for (const name of other) this.#remove(name);
    for (const name of other) this.#add(name, files.get(name), namespace);
    return { objects: this.#objects, errors: this.#errors(files), kinds: this.#kinds };
  }

  /** Of these names, those of files that are not what is known of them. */
  #otherThan(files: DefiningFiles, names: ReadonlySet<string>): string[] {
    return [...names].filter((name) => this.#records.get(name)?.of !== files.get(name));
  }

  /** Whether a kind is defined there, or was. */
  #definesKind(files: DefiningFiles, name: string): boolean {
    return [this.#records.get(name)?.of, files.get(name)].some((file) => file !== undefined && definesKind(file));
  }

  #forget(): void {
    this.#records = new Map();
    this.#objects = new TrackedMap();
    this.#repeated = new Map();
    this.#failed = 0;
  }

  #add(name: string, of: DefiningFile | undefined, namespace: string): void {
    if (of === undefined) return;
    const outcomes = of.manifests.map((entry) => resolveEntry(entry, this.#kinds, namespace));
    this.#records.set(name, { of, outcomes });
    for (const outcome of outcomes) {
      if (!isObject(outcome)) {
        this.#failed += 1;
        continue;
      }
      const places = this.#repeated.get(outcome.id) ?? this.#objects.get(outcome.id);
      if (places === undefined) {
        this.#objects.set(outcome.id, outcome);
        continue;
      }
      this.#objects.delete(outcome.id);
      this.#repeated.set(outcome.id, [places, outcome].flat());
    }
  }

  #remove(name: string): void {
    for (const outcome of this.#records.get(name)?.outcomes ?? []) {
      if (!isObject(outcome)) {
        this.#failed -= 1;
        continue;
      }
      const rest = this.#repeated.get(outcome.id)?.filter((place) => place !== outcome);
      if (rest === undefined) {
        this.#objects.delete(outcome.id);
        continue;
      }
      const [only] = rest;
      if (rest.length > 1) this.#repeated.set(outcome.id, rest);
      else this.#repeated.delete(outcome.id);
      if (rest.length === 1 && only !== undefined) this.#objects.set(outcome.id, only);
    }
    this.#records.delete(name);
  }

  #errors(files: DefiningFiles): RunError[] {
    const repeated = [...this.#repeated.values()].flatMap((places) => places.map((place) => duplicate(place, places)));
    if (this.#failed === 0) return repeated;
    const outcomes = [...files.keys()].flatMap((name) => this.#records.get(name)?.outcomes ?? []);
    return [...outcomes.flatMap((outcome) => (isObject(outcome) ? [] : outcome)), ...repeated];
  }
}

function definesKind({ manifests }: DefiningFile): boolean {
  return manifests.some(({ defines }) => defines !== undefined);
}

function isObject(outcome: Outcome): outcome is Resolved {
  return 'entry' in outcome;
}
