import { explainFailure } from './explainFailure.ts';
import type { Decision } from './lease/leadership.ts';
import type { LeadershipNews } from './report/leadershipReport.ts';
import { notLeading } from './standBy.ts';

/** A decision about the lease in words; undefined: it was lost. */
export function tellLeadership(decision: Decision | undefined, why = 'no answer yet'): LeadershipNews {
  if (decision === undefined) return { kind: 'lost', problem: `Cannot apply here: the lease was lost: ${why}` };
  switch (decision.kind) {
    case 'leading':
      return { kind: 'leading' };
    case 'standby':
      return { kind: 'standby', problem: notLeading(decision.holder).message };
    case 'failed': {
      const errors = explainFailure(decision.error, { verb: 'write', id: 'the lease couplet-applier' });
      return { kind: 'failed', problem: errors.map(({ message }) => message).join('; ') };
    }
    default:
      return decision satisfies never;
  }
}
