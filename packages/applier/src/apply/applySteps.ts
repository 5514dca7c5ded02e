import type { RunError } from '../events.ts';
import type { JsonObject, ManifestEntry } from '../load/manifest.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import { ApiUnreachableError } from './apiError.ts';
import { applyObject, type Applied } from './applyObject.ts';
import { explainError } from './explainError.ts';
import { inParallel } from '@couplet/volume';

/** What a stage that talks to the API server is handed. */
export type ApplyDeps = {
  api: Api;
  setId: string;
  concurrency: number;
  /** The body of a manifest, read again from its immutable tree when it is not at hand. */
  readBody(entry: ManifestEntry): Promise<JsonObject>;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
};

export type StepResult = { step: ApplyStep } & (
  | { kind: 'applied'; applied: Applied }
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
      const body = await deps.readBody(step.entry);
      onResult({ step, kind: 'applied', applied: await applyObject(api, { step, body, setId, dryRun, signal }) });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiUnreachableError) throw error;
      const errors = explainError(error, { verb: dryRun ? 'check' : 'apply', id: step.id, ...step.entry.source });
      onResult({ step, kind: 'failed', errors });
    }
  });
}
