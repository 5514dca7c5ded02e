import { parseDuration } from '@couplet/config';
import type { ActionName } from './actions.ts';

export type ActionBody = { reason?: string; until?: number; plan?: string };
export type ActionBodyRead = { kind: 'body'; body: ActionBody } | { kind: 'invalid'; message: string };

const keys: Record<ActionName, string[]> = { run: [], resume: [], suspend: ['reason', 'for'], approve: ['plan'] };
const longestReason = 500;
const longestSuspension = 90 * 24 * 3_600_000;

/**
 * Reads the body of an action: none, or a JSON object. `suspend` takes `reason` and `for` (a duration such as `2h`),
 * `approve` takes `plan`. Anything else is refused, so that a misspelt key is no different action.
 */
export function readActionBody(action: ActionName, given: unknown, now: number): ActionBodyRead {
  if (given === undefined || given === null || given === '') given = {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return invalid(action, 'the body must be a JSON object');
  }
  const unknown = Object.keys(given).find((key) => !keys[action].includes(key));
  if (unknown !== undefined) {
    const allowed = keys[action].length === 0 ? 'have no keys' : `have only the keys ${keys[action].join(', ')}`;
    return invalid(action, `the body must ${allowed}, found ${JSON.stringify(unknown.slice(0, 40))}`);
  }
  const { reason, for: duration, plan } = { ...given } as Record<string, unknown>;
  if (reason !== undefined && (typeof reason !== 'string' || reason.length > longestReason)) {
    return invalid(action, `reason must be a text of at most ${longestReason} characters`);
  }
  const length = typeof duration === 'string' ? parseDuration(duration) : undefined;
  if (duration !== undefined && (length === undefined || length <= 0 || length > longestSuspension)) {
    return invalid(action, 'for must be a duration from 1ms to 2160h, such as "2h"');
  }
  if (action === 'approve' && (typeof plan !== 'string' || !/^[0-9a-f]{12,64}$/.test(plan))) {
    return invalid(action, 'plan must be the id of the held plan, as `held.plan` of the environment says');
  }
  return {
    kind: 'body',
    body: {
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(length === undefined ? {} : { until: now + length }),
      ...(typeof plan === 'string' ? { plan } : {}),
    },
  };
}

function invalid(action: ActionName, rule: string): ActionBodyRead {
  return { kind: 'invalid', message: `Cannot ${action}: ${rule}` };
}
