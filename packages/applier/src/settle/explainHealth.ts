import type { Api } from '../apply/apiClient.ts';
import type { RunError } from '../events.ts';
import type { Seen } from './look.ts';
import { findProblem } from './reasons/findProblem.ts';
import { Relatives } from './reasons/relatives.ts';

/**
 * What a person is told of an object that is not healthy: how far it is, and the reason found in its pods and events.
 * `Deployment.apps/shop/web is not healthy: 0 of 1 replicas are ready; pod web-5d-x: container web: image … cannot be pulled`
 */
export async function explainHealth(seen: Seen, api: Api, signal: AbortSignal): Promise<RunError> {
  const { target, health, object } = seen;
  const relatives = new Relatives(api, signal);
  const problem = object === undefined ? undefined : await findProblem(target.key, object, relatives);
  const missing = [...relatives.missing];
  const blind =
    missing.length === 0 ? '' : `; the reason is not known, because Couplet may not ${missing.join(' and ')}`;
  const reason = problem === undefined ? blind : `; ${problem.message}`;
  const { id, source } = target;
  return {
    code: seen.code ?? problem?.code ?? 'unhealthy',
    message: `${id} is not healthy: ${health.message}${reason}`,
    id,
    ...source,
  };
}
