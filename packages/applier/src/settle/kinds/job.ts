import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, isTrue } from '../conditions.ts';
import { numberAt, textAt, valueAt } from '../fields.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';

/** A Job is current when it is complete: kstatus is content when it has started, and so calls one that will fail healthy. */
export function jobHealth(object: ClusterObject): Health {
  const { spec, status } = object;
  if (isTrue(object, 'Complete')) return current('is complete');
  const failure = conditionOf(object, 'Failed');
  if (failure?.status === 'True')
    return failed(`has failed: ${failure.message ?? 'its controller gives no reason'}`, failure.reason);
  if (valueAt(spec, 'suspend') === true) return current('is suspended');
  if (textAt(status, 'startTime') === undefined) return progressing('has not started yet');
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const wanted = numberAt(spec, 'completions') ?? 1;
  const failures = count('failed') === 0 ? '' : `, ${count('failed')} failed`;
  return progressing(`${count('succeeded')} of ${wanted} pods have succeeded, ${count('active')} run${failures}`);
}
