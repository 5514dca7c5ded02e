import type { RunEvent } from '../events.ts';
import { bound } from './bound.ts';
import { append, nothing } from './capped.ts';
import { pickError } from './pickError.ts';
import type { RunFacts } from './runFacts.ts';

/** The facts of a run that ended, after one more event about the health of what it applied. */
export function foldHealth(facts: RunFacts, event: RunEvent & { kind: 'settling' | 'settled' }): RunFacts {
  const { settling: _, health: before, ...rest } = facts;
  const requests = (facts.requests ?? 0) + event.requests;
  if (event.kind === 'settling') {
    const { objects, current, message } = event;
    return {
      ...rest,
      requests,
      settling: { objects, current, ...(message !== undefined && { message: bound(message) }) },
    };
  }
  if (event.same && before !== undefined) return { ...rest, requests, health: before };
  const { result, at } = event;
  return { ...rest, requests, health: { result, at, errors: append(nothing, event.errors, pickError) } };
}
