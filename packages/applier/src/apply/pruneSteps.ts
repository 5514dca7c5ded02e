import type { RunError } from '../events.ts';
import type { Kinds } from '../plan/kinds.ts';
import type { PruneStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import { ApiUnreachableError } from './apiError.ts';
import { deleteObject } from './deleteObject.ts';
import { explainError } from './explainError.ts';
import { inParallel } from '@couplet/volume';

export type PruneDeps = { api: Api; kinds: Kinds; concurrency: number; signal: AbortSignal };
export type PruneResult = { step: PruneStep } & (
  | { kind: 'deleted'; gone: boolean }
  | { kind: 'failed'; errors: RunError[] }
);

/** Deletes wave by wave, in the order of the plan. A delete that fails is a result, and the object stays in the set (P13). */
export async function pruneSteps(
  steps: PruneStep[],
  deps: PruneDeps,
  onResult: (result: PruneResult) => void,
): Promise<void> {
  for (const wave of Map.groupBy(steps, (step) => step.wave).values()) {
    await inParallel(wave, deps.concurrency, async (step) => {
      deps.signal.throwIfAborted();
      const kind = deps.kinds.get(step.live.kind);
      // Its kind is gone, so the object is.
      if (kind === undefined) return onResult({ step, kind: 'deleted', gone: true });
      try {
        const state = await deleteObject(deps.api, kind, step.live, deps.signal);
        onResult({ step, kind: 'deleted', gone: state === 'gone' });
      } catch (error) {
        deps.signal.throwIfAborted();
        if (error instanceof ApiUnreachableError) throw error;
        const place = step.live.source === undefined ? {} : { file: step.live.source };
        onResult({ step, kind: 'failed', errors: explainError(error, { verb: 'delete', id: step.live.id, ...place }) });
      }
    });
  }
}
