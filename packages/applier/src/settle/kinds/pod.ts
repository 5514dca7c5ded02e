import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, isTrue } from '../conditions.ts';
import { textAt } from '../fields.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';

/** A crash loop or a missing image may end by itself, so such a pod is progressing until the time for settling is over. */
export function podHealth(object: ClusterObject): Health {
  const phase = textAt(object.status, 'phase');
  switch (phase) {
    case 'Succeeded':
      return current('has succeeded');
    case 'Failed':
      return failed(
        `has failed: ${textAt(object.status, 'message') ?? 'a container ended with an error'}`,
        textAt(object.status, 'reason'),
      );
    case 'Running':
      return isTrue(object, 'Ready') ? current('is ready') : progressing('runs but is not ready');
    case undefined:
      return progressing('has no phase yet');
    default: {
      const unscheduled = conditionOf(object, 'PodScheduled')?.status === 'False';
      return progressing(unscheduled ? 'is on no node yet' : `is ${phase.toLowerCase()}`);
    }
  }
}
