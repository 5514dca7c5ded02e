import type { RunError } from '../events.ts';
import { kindKey, type Kinds } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { ApplyDeps } from './applyDeps.ts';
import { applySteps } from './applySteps.ts';

/** What is in the cluster already, so that a check knows what the server can answer. */
export type Present = { kinds: Kinds; members: ReadonlyMap<string, LiveObject> };

/**
 * Server-side dry-run of every changed object, all errors in one report. Objects whose namespace or kind is created by
 * the same plan are left out: the server could only say that it does not exist yet.
 */
export async function checkSteps(
  steps: ApplyStep[],
  present: Present,
  deps: ApplyDeps,
): Promise<{ objects: number; errors: RunError[] }> {
  const checkable = checkableSteps(steps, present);
  const errors: RunError[] = [];
  await applySteps(checkable, { ...deps, dryRun: true }, (result) => {
    if (result.kind === 'failed') errors.push(...result.errors);
  });
  return { objects: checkable.length, errors };
}

/** The steps that the server can answer for now: neither their namespace nor their kind is created by the same plan. */
export function checkableSteps(steps: ApplyStep[], present: Present): ApplyStep[] {
  const newNamespaces = new Set(
    steps.filter(({ id }) => id.startsWith('Namespace/') && !present.members.has(id)).map(({ entry }) => entry.name),
  );
  return steps.filter(
    ({ entry, namespace }) =>
      present.kinds.has(kindKey(entry.group, entry.kind)) && !(namespace !== undefined && newNamespaces.has(namespace)),
  );
}
