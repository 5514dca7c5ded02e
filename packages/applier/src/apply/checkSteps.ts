import type { RunError } from '../events.ts';
import { kindKey, type Kinds } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { applySteps, type ApplyDeps } from './applySteps.ts';

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
  const newNamespaces = new Set(
    steps.filter(({ id }) => id.startsWith('Namespace/') && !present.members.has(id)).map(({ entry }) => entry.name),
  );
  const checkable = steps.filter(
    ({ entry, namespace }) =>
      present.kinds.has(kindKey(entry.group, entry.kind)) && !(namespace !== undefined && newNamespaces.has(namespace)),
  );
  const errors: RunError[] = [];
  await applySteps(checkable, { ...deps, dryRun: true }, (result) => {
    if (result.kind === 'failed') errors.push(...result.errors);
  });
  return { objects: checkable.length, errors };
}
