import type { RunError } from '../events.ts';
import type { Capped } from './capped.ts';
import type { RunFacts } from './runFacts.ts';

/** The errors of a run, or those of the health of what it applied: only a run without errors is waited for. */
export function errorsOf({ errors, health }: RunFacts): Capped<RunError> {
  return health === undefined || errors.items.length > 0 ? errors : health.errors;
}
