import { isDeepStrictEqual } from 'node:util';
import { explainError } from './apply/explainError.ts';
import { concludeHealth } from './control/concludeHealth.ts';
import type { PassDeps, PassState } from './passContext.ts';
import type { Run } from './run.ts';
import { findTargets } from './settle/findTargets.ts';
import { settle, type Settled, type SettleDeps } from './settle/settle.ts';
import type { Target } from './settle/target.ts';

/** Milliseconds between two looks at a degraded environment: it heals by itself when its image appears. */
const lookAgain = 30_000;

/**
 * Waits beside the loop until what the run applied is healthy, and keeps looking while it is not, unless it gives way to
 * the last healthy commit. A run that `changed` nothing goes on with the time of the wait before. The wait is
 * `state.settling`; with `settle: 0` there is none, and nothing is known.
 */
export function followHealth(
  deps: PassDeps,
  state: PassState,
  run: Run,
  { key, changed }: { key: string; changed: boolean },
): void {
  const { clock, environment } = deps;
  const { settling: before } = state;
  delete state.settling;
  if (environment.settle === 0) return;
  const since = !changed && before?.key === key ? before.since : clock.now();
  const stopping = new AbortController();
  const signal = AbortSignal.any([run.signal, stopping.signal]);
  const targets = findTargets(state.planned.definitions.objects.values());
  const told = tellUntil(signal, run);
  const settleDeps: SettleDeps = {
    api: run.api,
    clock,
    setId: state.members.parent.id,
    within: Math.max(0, since + environment.settle - clock.now()),
    onProgress: (progress) => told({ kind: 'settling', ...progress }),
    onLook: (notCurrent) => signal.aborted || state.seen?.looked(notCurrent),
  };
  if (targets.length > 0) told({ kind: 'settling', objects: targets.length, current: 0 });
  const conclude: Conclude = (settled) => {
    state.seen?.explained(settled.errors);
    return concludeHealth(deps, run, settled, signal);
  };
  const ended = follow(targets, { ...settleDeps, told, conclude }, signal);
  state.settling = { key, since, stop: () => stopping.abort(), ended };
}

type Tell = (
  event:
    | { kind: 'settling'; objects: number; current: number; message?: string }
    | { kind: 'settled'; objects: number; result: Settled['result']; errors: Settled['errors']; same: boolean },
) => void;

/** Events with the requests since the one before; none comes after the end. */
function tellUntil(signal: AbortSignal, run: Run): Tell {
  let counted = run.api.requests;
  return (event) => {
    if (signal.aborted) return;
    const requests = run.api.requests - counted;
    counted = run.api.requests;
    run.tell({ ...event, requests });
  };
}

/** Whether there is nothing more to look at. */
type Conclude = (settled: Settled) => Promise<boolean>;

async function follow(
  targets: Target[],
  deps: SettleDeps & { told: Tell; conclude: Conclude },
  signal: AbortSignal,
): Promise<void> {
  let before: Settled | undefined;
  try {
    for (let { within } = deps; ; within = 0) {
      const settled = await safely(settle(targets, { ...deps, within }, signal), signal);
      const same = isDeepStrictEqual(before, settled);
      deps.told({ kind: 'settled', objects: targets.length, ...settled, same });
      if (await deps.conclude(settled)) return;
      before = settled;
      await deps.clock.sleep(lookAgain, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A defect in here must neither end the program nor leave the environment without an answer. */
async function safely(settling: Promise<Settled>, signal: AbortSignal): Promise<Settled> {
  try {
    return await settling;
  } catch (error) {
    signal.throwIfAborted();
    return { result: 'degraded', errors: explainError(error, { verb: 'list', id: 'the health of its objects' }) };
  }
}
