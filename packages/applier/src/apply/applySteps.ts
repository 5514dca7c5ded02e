import type { RunError } from '../events.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { ApplyDeps } from './applyDeps.ts';
import { ApiUnreachableError } from './apiError.ts';
import { applyObject, type Applied, type ApplyRequest } from './applyObject.ts';
import { explainError } from './explainError.ts';
import { readLive } from './readLive.ts';
import { mayRecreate, recreateObject } from './recreateObject.ts';
import { inParallel } from '@couplet/volume';

export type StepResult = { step: ApplyStep } & (
  | { kind: 'applied'; applied: Applied; recreated?: boolean }
  /** `couplet.dev/apply: if-not-present`, and it is there: nothing was written. */
  | { kind: 'present' }
  | { kind: 'failed'; errors: RunError[] }
);

/**
 * Server-side-applies steps side by side, as a dry-run or for real, and tells each result as it comes. Errors of one
 * object are results; only an API server that does not answer at all throws (ApiUnreachableError), because the next would not either.
 */
export async function applySteps(
  steps: ApplyStep[],
  deps: ApplyDeps & { dryRun: boolean },
  onResult: (result: StepResult) => void,
): Promise<void> {
  const { api, setId, dryRun, signal } = deps;
  await inParallel(steps, deps.concurrency, async (step) => {
    signal.throwIfAborted();
    try {
      if (step.entry.policies.ifNotPresent === true && (await readLive(api, step, signal)) !== undefined) {
        onResult({ step, kind: 'present' });
        return;
      }
      const body = await deps.readBody(step.entry);
      const checked = deps.checked?.has(step) === true;
      onResult({ step, ...(await applyOne(deps, { step, body, setId, dryRun, checked, signal })) });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiUnreachableError) throw error;
      const errors = explain(error, step, dryRun);
      onResult({ step, kind: 'failed', errors: (await deps.hints?.add(errors, step.entry)) ?? errors });
    }
  });
}

async function applyOne(
  deps: ApplyDeps,
  wanted: ApplyRequest,
): Promise<{ kind: 'applied'; applied: Applied; recreated?: boolean }> {
  try {
    return { kind: 'applied', applied: await applyObject(deps.api, wanted) };
  } catch (error) {
    const { step, dryRun } = wanted;
    if (!mayRecreate(step, explain(error, step, dryRun))) throw error;
    return { kind: 'applied', applied: await recreateObject(deps, wanted, error), recreated: true };
  }
}

function explain(error: unknown, { id, entry }: ApplyStep, dryRun: boolean): RunError[] {
  return explainError(error, { verb: dryRun ? 'check' : 'apply', id, ...entry.source });
}
