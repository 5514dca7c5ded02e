import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, describeCondition, isTrue } from '../conditions.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';

export function definitionHealth(object: ClusterObject): Health {
  const names = conditionOf(object, 'NamesAccepted');
  if (names?.status === 'False') return failed(describeCondition(names), names.reason);
  return isTrue(object, 'Established') ? current() : progressing('is not established yet');
}
