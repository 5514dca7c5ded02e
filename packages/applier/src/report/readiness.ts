import type { Health } from '@couplet/daemon';
import type { ApplierEvent } from '../events.ts';

const apiFailures = new Set(['api-unreachable', 'credentials', 'unauthorized']);

/**
 * Ready means: a publication was seen, and the API server answers. An environment that waits for its first publication
 * while others have theirs does not make the program unready, because the page must be reachable to say so.
 */
export function readiness(health: Health): (event: ApplierEvent) => void {
  health.set('publication', { problem: 'no publication was seen on the volume yet' });
  health.set('Kubernetes API', { problem: 'not asked yet' });
  return (event) => {
    if (event.kind === 'started') health.set('publication', 'ok');
    if (event.kind !== 'ended') return;
    const failure = event.errors.find(({ code }) => apiFailures.has(code));
    if (failure !== undefined) health.set('Kubernetes API', { problem: failure.message });
    else if (event.requests > 0) health.set('Kubernetes API', 'ok');
  };
}
