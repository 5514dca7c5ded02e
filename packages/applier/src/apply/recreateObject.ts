import type { RunError } from '../events.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { heldKinds } from '../plan/waves.ts';
import { kindKey } from '../plan/kinds.ts';
import { applyObject, type Applied, type ApplyRequest } from './applyObject.ts';
import type { ApplyDeps } from './applyDeps.ts';
import { deleteObject } from './deleteObject.ts';
import { readLive } from './readLive.ts';

/** A minute: what holds an object longer than that is a finalizer that needs a person. */
const attempts = 300;
const pause = 200;

/**
 * Whether errors of an apply may be answered by deleting the object and creating it anew: the manifest asks for it, all
 * of them are fields that cannot change, and nothing but the object itself would go with it.
 */
export function mayRecreate({ entry }: ApplyStep, errors: readonly RunError[]): boolean {
  if (entry.policies.recreate !== true || heldKinds.has(kindKey(entry.group, entry.kind))) return false;
  return errors.length > 0 && errors.every(({ code }) => code === 'immutable-field');
}

/**
 * Deletes the object and applies it again; `refused` is thrown again when it is not ours to delete. A dry-run only looks
 * whether it would be: a delete cannot be tried together with what follows it.
 */
export async function recreateObject(
  { api, sleep }: Pick<ApplyDeps, 'api' | 'sleep'>,
  wanted: ApplyRequest,
  refused: unknown,
): Promise<Applied> {
  const { step, dryRun, signal } = wanted;
  const live = await readLive(api, step, signal);
  if (live?.owned === false) throw refused;
  if (dryRun && live !== undefined) return { created: true, live };
  if (live !== undefined) await deleteObject(api, step.kind, live, signal);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if ((await readLive(api, step, signal))?.uid !== live?.uid) return applyObject(api, wanted);
    await sleep(pause, signal);
  }
  throw new Error(
    `Cannot recreate ${step.id}: its deletion must end within ${(attempts * pause) / 1000} s, found finalizers that hold it`,
  );
}
