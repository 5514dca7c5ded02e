import { isSame } from '../memory/chooseTarget.ts';
import type { PassDeps } from '../passContext.ts';
import type { Run } from '../run.ts';
import type { Settled } from '../settle/settle.ts';
import { keep } from './keep.ts';

/** Errors by which an object itself is not well; others only say that it could not be looked at. */
const sick = new Set(['unhealthy', 'image-pull', 'crash-loop', 'unschedulable', 'not-created']);

const mostReasons = 3;
const longestReason = 300;

/**
 * Remembers what the end of a wait says: the commit was healthy, or with `onFailure: rollback` it is quarantined and
 * gives way to the last healthy one. Answers whether there is nothing more to look at; false also when the memory
 * cannot be written now. Rejects with the signal's reason.
 */
export async function concludeHealth(
  deps: PassDeps,
  run: Run,
  settled: Settled,
  signal: AbortSignal,
): Promise<boolean> {
  const { control, environment, clock } = deps;
  const { commit, tree } = run.target;
  const { healthy, suspended } = control.memory.facts;
  const isKnown = healthy !== undefined && isSame(healthy, run.target);
  const at = new Date(clock.now()).toISOString();
  try {
    if (settled.result === 'healthy') {
      // Also when a newer publication ends the wait in this moment: it may be the one that has to give way to this.
      if (!isKnown) await keep(deps, { healthy: { commit, tree, at } }, run.signal);
      return true;
    }
    const mayRollBack = environment.onFailure === 'rollback' && run.rollback === undefined && suspended === undefined;
    const isSick = settled.errors.some(({ code }) => sick.has(code));
    if (!mayRollBack || !isSick || isKnown || healthy === undefined) return false;
    await keep(deps, { quarantine: { commit, tree, at, reason: reasonOf(settled) } }, signal);
    control.post('rollback');
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function reasonOf({ errors }: Settled): string {
  const first = errors.slice(0, mostReasons).map(({ message }) => clip(message));
  const more = errors.length > mostReasons ? [`and ${errors.length - mostReasons} more`] : [];
  return [...first, ...more].join('; ');
}

function clip(text: string): string {
  return text.length > longestReason ? `${text.slice(0, longestReason).toWellFormed()}…` : text;
}
