import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, describeCondition } from '../conditions.ts';
import { current, progressing, type Health } from '../healthResult.ts';

export function apiServiceHealth(object: ClusterObject): Health {
  const available = conditionOf(object, 'Available');
  if (available?.status === 'True') return current();
  return available === undefined
    ? progressing('is not available yet')
    : progressing(describeCondition(available), available.reason);
}
