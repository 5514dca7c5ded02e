import type { ApplyStep } from '../plan/plan.ts';
import type { ApplyDeps } from './applyDeps.ts';
import { applySteps, type StepResult } from './applySteps.ts';
import { waitEstablished } from './waitEstablished.ts';

/** Applies steps (in the order of the plan) wave by wave; a wave that defines kinds ends when the API server serves them. */
export async function applyWaves(
  steps: ApplyStep[],
  deps: ApplyDeps,
  onResult: (result: StepResult) => void,
): Promise<void> {
  const waves = Map.groupBy(steps, ({ wave }) => wave);
  for (const wave of waves.values()) {
    const defining: ApplyStep[] = [];
    await applySteps(wave, { ...deps, dryRun: false }, (result) => {
      if (result.kind === 'applied' && result.step.entry.defines !== undefined) defining.push(result.step);
      onResult(result);
    });
    await Promise.all(defining.map((step) => establish(step, deps, onResult)));
  }
}

async function establish(step: ApplyStep, deps: ApplyDeps, onResult: (result: StepResult) => void): Promise<void> {
  const { defines } = step.entry;
  if (defines === undefined) return;
  const { signal } = deps;
  const sleep = (ms: number): Promise<void> => deps.sleep(ms, signal);
  const missing = await waitEstablished(deps.api, defines, { sleep, signal, again: step.reason === 'unserved' });
  if (missing === undefined) {
    deps.onServed?.(defines);
    return;
  }
  const message = `Cannot apply objects of ${step.id}: the API server must serve the kind, found ${missing}`;
  const error = { code: 'kind-not-established', message, id: step.id, ...step.entry.source };
  onResult({ step, kind: 'failed', errors: [error] });
}
