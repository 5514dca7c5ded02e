import type { Environment } from '@couplet/config';
import type { Until } from '../events.ts';

/** Why nobody can wait for the health of these environments, or undefined: where settle is 0, nobody looks at it. */
export function refuseHealthy(until: Until | undefined, environments: readonly Environment[]): string | undefined {
  const unsettled = environments.filter(({ settle }) => settle === 0).map(({ name }) => name);
  if (until !== 'healthy' || unsettled.length === 0) return undefined;
  return `wait=healthy must be of environments with settle above 0, found ${unsettled.join(', ')} with 0; use wait=applied`;
}
