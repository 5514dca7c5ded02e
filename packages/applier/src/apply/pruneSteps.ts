import type { RunError } from '../events.ts';
import type { Kinds } from '../plan/kinds.ts';
import type { PruneStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import { ApiError, ApiUnreachableError } from './apiError.ts';
import { deleteObject } from './deleteObject.ts';
import { discoverKinds } from './discoverKinds.ts';
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
  /** Namespaces in which something was to be deleted and is still there: they stay for now (P8). */
  const occupied = new Set<string>();
  const kinds = await knownKinds(steps, deps);
  for (const wave of Map.groupBy(steps, (step) => step.wave).values()) {
    await inParallel(wave, deps.concurrency, async (step) => {
      deps.signal.throwIfAborted();
      if (step.live.kind === 'Namespace' && occupied.has(step.live.name))
        return onResult({ step, kind: 'failed', errors: [notEmpty(step)] });
      const kind = kinds.get(step.live.kind);
      // Its kind is gone, so the object is.
      if (kind === undefined) return onResult({ step, kind: 'deleted', gone: true });
      try {
        const state = await deleteObject(deps.api, kind, step.live, deps.signal);
        if (state !== 'gone') occupied.add(step.live.namespace ?? '');
        onResult({ step, kind: 'deleted', gone: state === 'gone' });
      } catch (error) {
        deps.signal.throwIfAborted();
        if (error instanceof ApiUnreachableError) throw error;
        occupied.add(step.live.namespace ?? '');
        const place = step.live.source === undefined ? {} : { file: step.live.source };
        onResult({ step, kind: 'failed', errors: explainError(error, { verb: 'delete', id: step.live.id, ...place }) });
      }
    });
  }
}

/** A kind that came with the commit before is not in what was discovered then: only who looks again may say that it is gone. */
async function knownKinds(steps: PruneStep[], { api, kinds, signal }: PruneDeps): Promise<Kinds> {
  if (steps.every(({ live }) => kinds.has(live.kind))) return kinds;
  const { kinds: found, broken } = await discoverKinds(api, signal);
  for (const { live } of steps) {
    const silent = found.has(live.kind)
      ? undefined
      : broken.find((version) => live.kind.endsWith(`.${version.split('/')[0]}`));
    if (silent !== undefined) throw new ApiError(503, { message: `the API group ${silent} does not answer` });
  }
  return found;
}

function notEmpty({ live }: PruneStep): RunError {
  const message = `Cannot delete ${live.id}: no object of the set may be left in it, found some whose delete failed or goes on`;
  return { code: 'namespace-not-empty', message, id: live.id };
}
