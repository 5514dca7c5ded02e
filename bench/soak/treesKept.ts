import { retention } from '../../packages/sync/src/publish/retention.ts';

/** What was found of the trees at one moment. */
export type TreesFound = {
  /** On the volume, whole or half. */
  readonly there: number;
  /** That may be there. */
  readonly allowed: number;
  /** Whose time has run out since the start, the ones that are gone among them. */
  readonly due: number;
  /** That are there though nothing keeps them. */
  readonly overdue: readonly string[];
};

/**
 * Which trees may be on the volume, by its contract and from outside: what was pushed, seen published, and named by the
 * applier. It never asks sync what it keeps: a fault of sync must not excuse itself.
 */
export class TreesKept {
  readonly #sweepWithin: number;
  /** By tree, the last push that has it. */
  readonly #pushes = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  #seen: { readonly push: number; readonly at: number }[] = [];
  #publications = 0;
  #dueUpTo = 0;
  #gone = 0;
  readonly #named = new Map<string, number>();
  #namedAt: number | undefined;

  /** `sweepWithin`: milliseconds in which sync sweeps at least once, to the end. */
  constructor(sweepWithin: number) {
    this.#sweepWithin = sweepWithin;
  }

  /** Different publications that were seen. */
  get publications(): number {
    return this.#publications;
  }

  /** `trees` are those that a publication of the commit needs. */
  pushed(commit: string, trees: Iterable<string>): void {
    const number = this.#numbers.size + 1;
    this.#numbers.set(commit, number);
    for (const tree of trees) this.#pushes.set(tree, number);
  }

  /** Of the publication that is there now; `at` is when it was made, in milliseconds since the epoch. */
  published(commit: string, at: number): void {
    const push = this.#numbers.get(commit) ?? 0;
    if (push <= (this.#seen.at(-1)?.push ?? this.#dueUpTo)) return;
    this.#publications += 1;
    this.#seen.push({ push, at });
  }

  /** What the applier names as in use or last healthy. While it does not answer, what it named last stays. */
  named(trees: Iterable<string>, now: number): void {
    this.#namedAt = now;
    for (const tree of trees) this.#named.set(tree, now);
    for (const tree of this.#named.keys()) if (!this.#isNamed(tree)) this.#named.delete(tree);
  }

  /** `there` was looked at after `now`, so that nothing became due in between. */
  find(there: ReadonlySet<string>, now: number): TreesFound {
    this.#runOut(now);
    const due = new Set<string>();
    for (const [tree, push] of this.#pushes) if (push <= this.#dueUpTo && !this.#isNamed(tree)) due.add(tree);
    for (const tree of due.difference(there)) {
      // One that comes back later is one that nobody pushed.
      this.#pushes.delete(tree);
      this.#gone += 1;
    }
    const overdue = [...there].filter((tree) => due.has(tree) || !this.#pushes.has(tree));
    const late = due.intersection(there).size;
    return { there: there.size, allowed: this.#pushes.size - late, due: this.#gone + late, overdue };
  }

  /**
   * What was pushed before a publication that was seen was published before it or never, so that it has run out when that
   * one has. That one is not among the last 20 once as many newer ones were seen.
   */
  #runOut(now: number): void {
    const { youngerThan, lastOfEach, lastOfEachUnasked } = retention;
    const last = this.#namedAt === undefined ? lastOfEachUnasked : lastOfEach;
    const old = this.#seen.slice(0, -last).findLastIndex(({ at }) => at <= now - youngerThan - this.#sweepWithin);
    this.#dueUpTo = this.#seen[old]?.push ?? this.#dueUpTo;
    this.#seen = this.#seen.slice(old + 1);
  }

  #isNamed(tree: string): boolean {
    const at = this.#named.get(tree);
    return at !== undefined && at >= (this.#namedAt ?? 0) - this.#sweepWithin;
  }
}
