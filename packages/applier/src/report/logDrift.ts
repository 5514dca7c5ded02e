import type { Log } from '@couplet/daemon';
import type { Drift } from '../events.ts';
import { pickError } from './pickError.ts';

/** Somebody who deletes a whole namespace must not flood the log. */
const mostLines = 100;

/** A line for each object that drifted: who took what, and what became of it. */
export function logDrift(log: Log, environment: string, objects: readonly Drift[]): void {
  for (const { id, manager, fields, deleted, corrected, error } of objects.slice(0, mostLines)) {
    const facts = {
      environment,
      id,
      manager,
      fields,
      deleted,
      corrected,
      ...(error !== undefined && pickError(error)),
    };
    if (corrected) log.info(facts, 'drift corrected');
    else log.warn(facts, 'drift not corrected');
  }
  if (objects.length > mostLines)
    log.warn({ environment, unlogged: objects.length - mostLines }, 'more objects drifted');
}
