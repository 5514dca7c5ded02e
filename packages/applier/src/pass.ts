import { RetryLater, WaitForChange } from '@couplet/daemon';
import { readPublication, type Publication } from '@couplet/volume';
import { ApiUnreachableError } from './apply/apiError.ts';
import { explainError } from './apply/explainError.ts';
import { errorCodes } from './errorCodes.ts';
import type { RunError, RunResult, Trigger } from './events.ts';
import { executePlan } from './executePlan.ts';
import { followHealth } from './followHealth.ts';
import { loadPublication } from './loadPublication.ts';
import { makePlan } from './makePlan.ts';
import { observeCluster } from './observeCluster.ts';
import type { PassDeps, PassState } from './passContext.ts';
import { startRun, type Run } from './run.ts';
import { correctDrift } from './watch/correctDrift.ts';
import { tellCorrected } from './watch/tellCorrected.ts';

/** What wakes the loop: a publication changed (or its program started), the resync interval passed, or an object drifted. */
export type PassInput = 'publication' | 'resync' | 'drift';

/**
 * One pass of one environment. Every pass is the same, the first one too. When the run ends with errors, its events are
 * recorded and then RetryLater or WaitForChange is thrown, as the worst error asks.
 */
export async function runPass(deps: PassDeps, state: PassState, input: PassInput, signal: AbortSignal): Promise<void> {
  const { environment } = deps;
  if (environment.suspend) return;
  const publication = await observe(deps, state);
  if (publication === undefined) return;
  const key = `${publication.commit} ${publication.tree}`;
  if (input === 'drift' || (input === 'publication' && state.done === key))
    return await correctDrift(deps, state, signal);

  const trigger = triggerOf(state, input, key);
  state.tried = key;
  state.settling?.stop();
  const run = startRun(deps, { publication, trigger, signal });
  const { result, errors, changed = false } = await applyPublication(deps, state, run, input);
  run.tell({ kind: 'ended', result, requests: run.api.requests, errors });
  state.held = result === 'held';
  // Deletes that wait for a person say nothing about the health of what is applied.
  if (result === 'applied' || result === 'held') followHealth(deps, state, run, { key, changed });

  const retry = result === 'superseded' || errors.some(({ code }) => errorCodes[code]?.policy !== 'wait');
  if (!retry) state.done = key;
  if (errors.length === 0) return;
  const message = `run ended as ${result} with ${errors.length} error${errors.length === 1 ? '' : 's'}`;
  throw retry ? new RetryLater(message) : new WaitForChange(message);
}

/** Reads the publication once; everything after reads only the tree that it names. No publication is not an empty one. */
async function observe(deps: PassDeps, state: PassState): Promise<Publication | undefined> {
  const { environment, volume, clock, record } = deps;
  const read = await readPublication(volume, environment.name);
  if (read.kind !== 'damaged') return read.kind === 'absent' ? undefined : read.publication;
  // Also a publication that comes back as it was is a new run: otherwise nothing would say that all is well again.
  delete state.done;
  const message = `Cannot read the publication ${read.file}: ${read.problem}`;
  const error = { code: 'unreadable-publication', message };
  record({ kind: 'unreadable', environment: environment.name, at: clock.now(), error });
  throw new RetryLater(message);
}

function triggerOf(state: PassState, input: Exclude<PassInput, 'drift'>, key: string): Trigger {
  if (state.tried === undefined) return 'start';
  if (input === 'publication' && state.tried === key) return 'retry';
  return input;
}

async function applyPublication(
  deps: PassDeps,
  state: PassState,
  run: Run,
  input: PassInput,
): Promise<{ result: RunResult; errors: RunError[]; changed?: boolean }> {
  try {
    const damage = await loadPublication(state.index, run);
    if (damage !== undefined) return { result: 'stalled', errors: [damage] };
    const cluster = await observeCluster(deps, state, run, input === 'resync');
    const plan = await makePlan(deps, state, cluster, run);
    const end = await executePlan(plan, deps, state, run);
    await tellCorrected(deps, state, plan);
    return { ...end, changed: plan.apply.length > 0 };
  } catch (error) {
    if (run.signal.aborted) return { result: 'superseded', errors: [] };
    const { name } = deps.environment;
    const errors =
      error instanceof ApiUnreachableError
        ? [{ code: error.code, message: error.message }]
        : explainError(error, { verb: 'apply', id: `environment ${name}` });
    return { result: 'failed', errors };
  }
}
