import { Follower } from '../load/follower.ts';
import type { LiveObject } from './liveObject.ts';
import type { Resolved } from './resolveEntry.ts';

/**
 * The objects that a plan must look at: those that were written in the repository or in the set since the plan before, and
 * those that were not as they should be then. All others are still as they should be.
 */
export class Suspects {
  readonly #objects = new Follower<string>();
  readonly #live = new Follower<string>();
  #open = new Set<string>();

  /** Ids, each once; at first what the repository defines, in its order, then members that it does not define. */
  look(objects: ReadonlyMap<string, Resolved>, live: ReadonlyMap<string, LiveObject>): Iterable<string> {
    const [defined, seen] = [this.#objects.look(objects), this.#live.look(live)];
    if (defined === undefined || seen === undefined) this.#open = new Set([...objects.keys(), ...live.keys()]);
    else for (const id of [...defined, ...seen]) this.#open.add(id);
    return [...this.#open];
  }

  /** What was looked at is as it should be, and will be until somebody writes it. */
  settled(id: string): void {
    this.#open.delete(id);
  }
}
