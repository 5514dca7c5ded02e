import type { RunError } from '../events.ts';
import { append, type Capped } from './capped.ts';
import type { RunFacts } from './runFacts.ts';

/** The errors of a run, or those of the health of what it applied: only a run that applied everything is waited for. */
export function errorsOf({ errors, health, rollback }: RunFacts): Capped<RunError> {
  if (health === undefined) return errors;
  if (rollback !== undefined) return append(errors, health.errors.items, (error) => error);
  return errors.items.length > 0 ? errors : health.errors;
}
