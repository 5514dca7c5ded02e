import type { Until } from '../events.ts';
import type { EnvironmentRecord, RequestRecord } from '../requestRecord.ts';

export type Standing = 'open' | 'reached' | 'failed';

/** Whether all environments of a request got where somebody waits for, or one of them failed on the way. */
export function standing({ environments }: RequestRecord, until: Until): Standing {
  const all = environments.map((one) => standingOf(one, until));
  if (all.length === 0 || all.includes('failed')) return 'failed';
  return all.includes('open') ? 'open' : 'reached';
}

function standingOf({ state, published }: EnvironmentRecord, until: Until): Standing {
  if (until === 'published' && published !== undefined) return 'reached';
  switch (state) {
    case 'waiting':
    case 'fetched':
    case 'published':
    case 'unchanged':
      return 'open';
    case 'applied':
      return until === 'healthy' ? 'open' : 'reached';
    case 'healthy':
      return 'reached';
    case 'degraded':
    case 'held':
      return until === 'healthy' ? 'failed' : 'reached';
    case 'failed':
    case 'stalled':
      return 'failed';
    default:
      return state satisfies never;
  }
}
