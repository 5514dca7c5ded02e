import type { RunError } from '../events.ts';
import type { DefinedKind, ManifestEntry } from '../load/manifest.ts';
import type { Kinds } from './kinds.ts';
import { duplicate, resolveEntry, type Resolved } from './resolveEntry.ts';

/** The manifests of one file. A file that changed is another object. */
export type DefiningFile = { readonly file: string; readonly manifests: readonly ManifestEntry[] };

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
 * Gives each manifest its object id, and remembers it: what did not change since the last time is only compared by
 * identity, so that a one-file commit does not cost what the repository holds. Equal input gives equal objects, whatever
 * was resolved before.
 */
export class Definitions {
  readonly #extend: (kinds: Kinds, defined: Iterable<DefinedKind>) => Kinds;
  #cluster: Kinds | undefined;
  #namespace: string | undefined;
  #kinds: Kinds = new Map();
  #records = new Map<string, Known>();
  #objects = new Map<string, Resolved>();
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

  /** Makes it show these files, each with a name of its own. */
  update(files: Iterable<DefiningFile>, kinds: Kinds, namespace: string): Resolution {
    const all = [...files];
    let changed = all.filter((file) => this.#records.get(file.file)?.of !== file);
    let gone = this.#records.size === 0 ? [] : this.#leaving(all, changed);
    const isNew = kinds !== this.#cluster || namespace !== this.#namespace;
    if (isNew || [...changed, ...gone].some(definesKind)) {
      this.#forget();
      [this.#cluster, this.#namespace] = [kinds, namespace];
      const defined = all.flatMap(({ manifests }) => manifests.flatMap(({ defines }) => defines ?? []));
      this.#kinds = this.#extend(kinds, defined);
      [changed, gone] = [all, []];
    }
    // First all that goes: an object may have moved to another file.
    for (const { file } of gone) this.#remove(file);
    for (const file of changed) this.#add(file, namespace);
    return { objects: this.#objects, errors: this.#errors(all), kinds: this.#kinds };
  }

  /** What is known of files that changed or are no longer there. */
  #leaving(all: readonly DefiningFile[], changed: readonly DefiningFile[]): DefiningFile[] {
    const before = changed.flatMap(({ file }) => this.#records.get(file)?.of ?? []);
    const isSame = all.length - changed.length + before.length === this.#records.size;
    if (isSame) return before;
    const there = new Set(all.map(({ file }) => file));
    return [...before, ...[...this.#records.values()].flatMap(({ of }) => (there.has(of.file) ? [] : of))];
  }

  #forget(): void {
    this.#records = new Map();
    this.#objects = new Map();
    this.#repeated = new Map();
    this.#failed = 0;
  }

  #add(of: DefiningFile, namespace: string): void {
    const outcomes = of.manifests.map((entry) => resolveEntry(entry, this.#kinds, namespace));
    this.#records.set(of.file, { of, outcomes });
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

  #remove(file: string): void {
    for (const outcome of this.#records.get(file)?.outcomes ?? []) {
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
    this.#records.delete(file);
  }

  #errors(all: readonly DefiningFile[]): RunError[] {
    const repeated = [...this.#repeated.values()].flatMap((places) => places.map((place) => duplicate(place, places)));
    if (this.#failed === 0) return repeated;
    const outcomes = all.flatMap(({ file }) => this.#records.get(file)?.outcomes ?? []);
    return [...outcomes.flatMap((outcome) => (isObject(outcome) ? [] : outcome)), ...repeated];
  }
}

function definesKind({ manifests }: DefiningFile): boolean {
  return manifests.some(({ defines }) => defines !== undefined);
}

function isObject(outcome: Outcome): outcome is Resolved {
  return 'entry' in outcome;
}
