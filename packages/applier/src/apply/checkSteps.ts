import type { RunError } from '../events.ts';
import { kindKey, type Kinds } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { ApplyDeps } from './applyDeps.ts';
import { applySteps } from './applySteps.ts';

/** What is in the cluster already, so that a check knows what the server can answer. */
export type Present = { kinds: Kinds; members: ReadonlyMap<string, LiveObject> };

/** Server-side dry-run of steps that the server can answer for, all errors in one report. */
export async function checkSteps(steps: ApplyStep[], deps: ApplyDeps): Promise<RunError[]> {
  const errors: RunError[] = [];
  await applySteps(steps, { ...deps, dryRun: true }, (result) => {
    if (result.kind === 'failed') errors.push(...result.errors);
  });
  return errors;
}

/**
 * The steps that the server can answer for now: neither their namespace nor their kind, or that version of it, comes with
 * the same plan. Of the others it could only say that these do not exist yet.
 */
export function checkableSteps(steps: ApplyStep[], present: Present): ApplyStep[] {
  const newNamespaces = new Set(
    steps.filter(({ id }) => id.startsWith('Namespace/') && !present.members.has(id)).map(({ entry }) => entry.name),
  );
  return steps.filter(
    (step) => canAnswer(present.kinds, step) && !(step.namespace !== undefined && newNamespaces.has(step.namespace)),
  );
}

function canAnswer(kinds: Kinds, { entry, kind }: ApplyStep): boolean {
  const served = kinds.get(kindKey(entry.group, entry.kind));
  return served?.resource === kind.resource && served.versions.includes(entry.version);
}
