import type { RunError } from '../../events.ts';
import { count } from './durations.ts';

/** `3 errors`: those that are shown and those that the last of them speaks of. */
export function errorCount({
  errors = [],
  more,
}: {
  errors?: readonly RunError[];
  more?: { errors?: number };
}): string {
  const isCut = more?.errors !== undefined && errors.at(-1)?.code === 'too-many-errors';
  return count(errors.length - (isCut ? 1 : 0) + (more?.errors ?? 0), 'error');
}
