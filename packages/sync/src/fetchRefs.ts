import type { PassContext } from './passContext.ts';
import { timed } from './passContext.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Trigger } from './trigger.ts';

export type FetchedRefs = {
  /** Whose commit was brought in by this pass. */
  readonly fetched: readonly string[];
  /** By ref, what went wrong. */
  readonly unfetched: ReadonlyMap<string, Problem>;
};

/**
 * Brings in every ref that moved: those that a request names are fetched at once, otherwise the server is asked which
 * ones moved. The first fault of the server ends the stage for all that is left, and a volume that is broken is its own
 * answer.
 */
export async function fetchRefs(
  context: PassContext,
  trigger: Trigger,
  broken: Problem | undefined,
  signal: AbortSignal,
): Promise<FetchedRefs> {
  const { repository, config } = context;
  const refs = [...new Set(config.environments.map(({ ref }) => ref))];
  if (broken !== undefined) return { fetched: [], unfetched: new Map(refs.map((ref) => [ref, broken])) };
  const unfetched = new Map<string, Problem>();
  const fetched: string[] = [];
  let due: readonly string[] = refs;
  try {
    due = await listDue(context, trigger, refs, signal);
    for (const ref of due) {
      const state = await timed(context, 'fetch', () => repository.fetch(ref, { forced: trigger.forced }, signal));
      due = due.filter((other) => other !== ref);
      if (state.kind === 'fetched') fetched.push(ref);
    }
  } catch (error) {
    signal.throwIfAborted();
    const isLocal = error instanceof Error && 'syscall' in error;
    const problem = problemOf(error, isLocal ? `keep objects in ${config.sync.git}` : 'use what the git server sent');
    for (const ref of due) unfetched.set(ref, problem);
  }
  return { fetched, unfetched };
}

async function listDue(
  context: PassContext,
  { refs: named, listed = [] }: Trigger,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { repository } = context;
  const list = (asked: readonly string[]): Promise<string[]> =>
    timed(context, 'list', () => repository.listMoved(asked, signal));
  if (named === 'all') return list(refs);
  // On the way of a webhook the listing is left out: the fetch itself says what the ref is, one round trip earlier.
  const unlisted = refs.filter((ref) => named.includes(ref) || repository.state(ref) === undefined);
  const asked = refs.filter((ref) => listed.includes(ref) && !unlisted.includes(ref));
  return asked.length === 0 ? unlisted : [...unlisted, ...(await list(asked))];
}
