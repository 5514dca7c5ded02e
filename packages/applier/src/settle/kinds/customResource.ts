import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, describeCondition } from '../conditions.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';

/**
 * Milliseconds that the controller of a new object has for its first status. Without them every new object would be
 * healthy before its controller had seen it; kinds that have no status lose this time once.
 */
const firstStatus = 3_000;

/** Custom resources, by the standard conditions: Stalled, Reconciling, Ready. Without conditions they are current. */
export function customResourceHealth(object: ClusterObject, now: number): Health {
  const { generation, creationTimestamp } = object.metadata;
  const age = now - Date.parse(creationTimestamp ?? '');
  if (object.status === undefined && Math.abs(age) < firstStatus) return progressing('has no status yet');

  const stalled = conditionOf(object, 'Stalled');
  if (stalled?.status === 'True') return failed(describeCondition(stalled), stalled.reason);
  const reconciling = conditionOf(object, 'Reconciling');
  if (reconciling?.status === 'True') return progressing(describeCondition(reconciling), reconciling.reason);
  const ready = conditionOf(object, 'Ready');
  if (ready === undefined) return current();
  if (generation !== undefined && (ready.observedGeneration ?? generation) < generation) {
    return progressing(`its condition Ready is of generation ${ready.observedGeneration}, not yet ${generation}`);
  }
  return ready.status === 'True' ? current() : progressing(describeCondition(ready), ready.reason);
}
