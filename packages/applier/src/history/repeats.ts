import { isDeepStrictEqual } from 'node:util';
import type { RunRecord, RunTrigger } from './runRecord.ts';

/** Runs that come by themselves, again and again. */
const recurring = new Set<RunTrigger>(['resync', 'retry', 'start', 'drift']);

/**
 * Whether a run found and did what the one right before it found and did: then one record stands for both. A new commit
 * that leaves the environment's directory as it was, and the environment too, is such a run.
 */
export function repeats(before: RunRecord, after: RunRecord): boolean {
  if (before.trigger !== after.trigger) return false;
  const isRecurring = recurring.has(after.trigger) || (after.trigger === 'publication' && after.result === 'applied');
  if (!isRecurring || (after.trigger !== 'drift' && hasChanged(after))) return false;
  return isDeepStrictEqual(essence(before), essence(after));
}

/** Whether the run changed anything in the cluster. */
export function hasChanged({ counts }: Pick<RunRecord, 'counts'>): boolean {
  return counts.created + counts.configured + counts.deleted > 0;
}

function essence({ trigger, publication, rollback, result, plan, changes, errors, warnings }: RunRecord): unknown {
  const { commit, tree, ref } = publication;
  // Those of a run that applied everything are of its health, which the later run does not know yet.
  const own = result === 'applied' || result === 'held' ? [] : errors;
  return [trigger === 'publication' ? ref : commit, tree, rollback, result, plan?.id, changes, own, warnings];
}

/** The later of two such runs, with how many there were. */
export function joinRepeated(before: RunRecord, after: RunRecord): RunRecord {
  const { times, since } = before.repeated ?? { times: 1, since: before.startedAt };
  const isUnknown = after.health === undefined && before.health !== undefined;
  return {
    ...after,
    ...(isUnknown && { health: before.health, errors: before.errors }),
    repeated: { times: times + 1, since },
  };
}
