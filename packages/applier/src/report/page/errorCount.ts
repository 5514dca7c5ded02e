import type { EnvironmentStatus } from '../environmentStatus.ts';
import { count } from './durations.ts';

/** `3 errors`: those that are shown and those that the last of them speaks of. */
export function errorCount({ errors = [], more }: EnvironmentStatus): string {
  return count(more?.errors === undefined ? errors.length : errors.length - 1 + more.errors, 'error');
}
