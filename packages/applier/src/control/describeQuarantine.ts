import type { RunError } from '../events.ts';
import type { Decided } from './decideTarget.ts';

/** Why a published commit is not applied, what is instead, and how to try it again. */
export function describeQuarantine(
  environment: string,
  commit: string,
  decided: Decided & { kind: 'quarantined' | 'rolled-back' },
): RunError {
  const instead =
    decided.kind === 'rolled-back'
      ? `the last healthy commit ${decided.target.commit} is applied in its place`
      : 'what was applied stays';
  const again = `a newer commit is applied as usual, and POST /api/environments/${environment}/run tries this one again`;
  const message = `Cannot apply commit ${commit}: it must not be quarantined, found that ${decided.reason}; ${instead}; ${again}`;
  return { code: decided.kind, message };
}
