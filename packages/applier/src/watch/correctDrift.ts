import { RetryLater } from '@couplet/daemon';
import { counted } from '../apply/apiClient.ts';
import { ApiUnreachableError } from '../apply/apiError.ts';
import type { StepResult } from '../apply/applySteps.ts';
import { applyWaves } from '../apply/applyWaves.ts';
import type { Drift } from '../events.ts';
import type { PassDeps, PassState } from '../passContext.ts';
import { sortDrift, type SortedDrift } from './sortDrift.ts';
import { tellDrift } from './tellDrift.ts';

/**
 * Applies again what drifted, each object alone and only as it was applied before: a newer manifest is the business of a
 * run. Costs the requests of those objects and no other. Throws RetryLater when the API server does not answer.
 */
export async function correctDrift(deps: PassDeps, state: PassState, signal: AbortSignal): Promise<void> {
  const { drift, members, index, discovered } = state;
  if (drift.size === 0 || discovered === undefined || index.tree === undefined) return;
  const { steps, told } = await sortDrift(deps, state, discovered.kinds);
  const api = counted(deps.api, deps.environment.name);
  const results: StepResult[] = [];
  try {
    const wanted = [...steps.values()].map(({ step }) => step);
    if (wanted.length > 0) await members.grow(api, wanted, signal);
    await applyWaves(
      wanted,
      {
        api,
        setId: members.parent.id,
        concurrency: deps.concurrency,
        readBody: (entry) => index.readBody(entry),
        sleep: (ms, wait) => deps.clock.sleep(ms, wait),
        signal,
      },
      (result) => {
        if (result.kind === 'applied') members.members.set(result.step.id, result.applied.live);
        results.push(result);
      },
    );
  } catch (error) {
    if (error instanceof ApiUnreachableError) throw new RetryLater(error.message, { cause: error });
    throw error;
  } finally {
    for (const result of results) told.push(...(await settle(result, steps, deps, state)));
    for (const { id, corrected } of told) if (!corrected) drift.told(id);
    tell(deps, told, api.requests);
  }
}

async function settle(
  result: StepResult,
  steps: SortedDrift['steps'],
  { clock }: PassDeps,
  { drift, index }: PassState,
): Promise<Drift[]> {
  const found = steps.get(result.step.id);
  if (found === undefined) return [];
  const { id, entry } = result.step;
  const facts = await tellDrift(found.item, entry, (read) => index.readBody(read));
  if (result.kind !== 'failed') drift.drop(id);
  if (result.kind === 'present') return [];
  if (result.kind === 'applied') {
    drift.guard.corrected(id, entry.digest, clock.now());
    return [{ ...facts, corrected: true }];
  }
  drift.guard.failed(id, entry.digest, clock.now());
  const [error] = result.errors;
  return [{ ...facts, corrected: false, ...(error !== undefined && { error }) }];
}

function tell({ record, environment, clock }: PassDeps, objects: Drift[], requests: number): void {
  if (objects.length === 0 && requests === 0) return;
  record({ kind: 'drifted', environment: environment.name, at: clock.now(), objects, requests });
}
