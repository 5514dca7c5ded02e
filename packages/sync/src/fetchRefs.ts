import type { PassContext } from './passContext.ts';
import { timed } from './passContext.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Trigger } from './trigger.ts';

/**
 * Brings in every ref that moved: those that a request names are fetched at once, otherwise the server is asked which
 * ones moved. Answers, by ref, what went wrong; the first fault of the server ends the stage for all that is left, and a
 * volume that is broken is its own answer.
 */
export async function fetchRefs(
  context: PassContext,
  trigger: Trigger,
  broken: Problem | undefined,
  signal: AbortSignal,
): Promise<Map<string, Problem>> {
  const { repository, config, emit, now, number: pass } = context;
  const refs = [...new Set(config.environments.map(({ ref }) => ref))];
  if (broken !== undefined) return new Map(refs.map((ref) => [ref, broken]));
  const problems = new Map<string, Problem>();
  let due: readonly string[] = refs;
  try {
    due = await listDue(context, trigger, refs, signal);
    for (const ref of due) {
      const state = await timed(context, 'fetch', () => repository.fetch(ref, { forced: trigger.forced }, signal));
      due = due.filter((other) => other !== ref);
      if (state.kind === 'stalled') continue;
      const environments = config.environments.filter((one) => one.ref === ref).map(({ name }) => name);
      const { commit } = state.head;
      emit({ kind: 'fetched', at: now(), pass, environments, ref, commit, requests: trigger.requests });
    }
  } catch (error) {
    signal.throwIfAborted();
    const isLocal = error instanceof Error && 'syscall' in error;
    const problem = problemOf(error, isLocal ? `keep objects in ${config.sync.git}` : 'use what the git server sent');
    for (const ref of due) problems.set(ref, problem);
  }
  return problems;
}

async function listDue(
  context: PassContext,
  trigger: Trigger,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { repository } = context;
  const named = trigger.refs;
  // On the way of a webhook the listing is left out: the fetch itself says what the ref is, one round trip earlier.
  if (named !== 'all') return refs.filter((ref) => named.includes(ref) || repository.state(ref) === undefined);
  return timed(context, 'list', () => repository.listMoved(refs, signal));
}
