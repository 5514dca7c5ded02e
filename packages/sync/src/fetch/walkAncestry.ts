import { parseCommit } from './parseCommit.ts';
import type { PackStore } from './pack/packStore.ts';

/** A commit and what it is known to descend from. */
export type Ancestry = {
  readonly head: string;
  readonly commits: ReadonlySet<string>;
  /** No ancestor is missing: history neither ends at what was not fetched, nor is it longer than what is walked. */
  readonly complete: boolean;
};

export type Walk = {
  /** Of an earlier head. What the new one descends from it is taken over, also when the objects are gone. */
  readonly known: Ancestry | undefined;
  readonly signal: AbortSignal;
  /** Commits that are read at most, and remembered; default 10,000. */
  readonly most?: number;
};

const perTurn = 200;

/** Walks from a commit over the objects at hand. Reading blocks, so that after every 200 commits others have their turn. */
export async function walkAncestry(
  objects: Pick<PackStore, 'read'>,
  head: string,
  { known, signal, most = 10_000 }: Walk,
): Promise<Ancestry> {
  if (known?.head === head) return known;
  const commits = new Set([head]);
  const queue = [head];
  let complete = true;
  let read = 0;
  for (const commit of queue) {
    if (commit === known?.head) {
      complete &&= known.complete;
      // The newest come first: a program that runs for years must not remember the commits of years.
      for (const older of known.commits) {
        if (commits.size < most) commits.add(older);
        else complete &&= commits.has(older);
      }
      continue;
    }
    const parents = read < most ? parentsOf(objects, commit) : undefined;
    complete &&= parents !== undefined;
    for (const parent of parents ?? []) if (!commits.has(parent) && commits.add(parent)) queue.push(parent);
    read += 1;
    if (read % perTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return { head, commits, complete };
}

// What was never fetched is missing, where a shallow history ends.
function parentsOf(objects: Pick<PackStore, 'read'>, commit: string): readonly string[] | undefined {
  try {
    return parseCommit(objects.read(commit).bytes).parents;
  } catch {
    return undefined;
  }
}
