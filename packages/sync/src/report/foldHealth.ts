import type { Health } from '@couplet/daemon';
import type { Emit } from '../events.ts';

/**
 * Shows what a person should look into under /readyz. None of it makes sync unready: it must go on receiving webhooks
 * while the git server is away or an edit is wrong, and a restart mends neither.
 */
export function foldHealth(health: Health): Emit {
  return (event) => {
    if (event.kind === 'configuration') {
      const { problems } = event;
      const notice = { notice: `the last good configuration stays in use; ${problems.join('; ')}` };
      health.set('configuration', problems.length === 0 ? 'ok' : notice);
    }
    if (event.kind === 'environment') {
      const { outcome } = event;
      health.set(`environment ${event.environment}`, 'why' in outcome ? { notice: outcome.why } : 'ok');
    }
    if (event.kind === 'removed') health.set(`environment ${event.environment}`, 'ok');
  };
}
