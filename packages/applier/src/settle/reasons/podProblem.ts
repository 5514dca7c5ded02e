import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf } from '../conditions.ts';
import { listAt, textAt, valueAt } from '../fields.ts';
import { containerProblem } from './containerProblem.ts';
import type { HealthProblem } from './problem.ts';

/** `asks`: only the events of the pod know more, such as why a probe fails or a volume cannot be mounted. */
export type PodProblem = HealthProblem & { asks: boolean };

/** What is wrong with a pod, as far as the pod itself tells; undefined for one that is well or has come to its end. Pure. */
export function podProblem(pod: ClusterObject): PodProblem | undefined {
  const { status, metadata } = pod;
  const phase = textAt(status, 'phase');
  if (phase === 'Succeeded' || metadata.deletionTimestamp !== undefined) return undefined;
  const say = (problem: HealthProblem, asks = false): PodProblem => ({
    code: problem.code,
    message: `pod ${metadata.name}: ${problem.message}`,
    asks,
  });

  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'False') {
    return say({
      code: 'unschedulable',
      message: `no node takes it: ${scheduled.message ?? scheduled.reason ?? 'no reason is given'}`,
    });
  }
  const containers = [...listAt(status, 'initContainerStatuses'), ...listAt(status, 'containerStatuses')];
  for (const container of containers) {
    const problem = containerProblem(container);
    if (problem !== undefined) return say(problem);
  }
  if (phase === 'Failed') {
    return say({
      code: 'crash-loop',
      message: `failed: ${textAt(status, 'message') ?? textAt(status, 'reason') ?? 'no reason is given'}`,
    });
  }
  const unready = listAt(status, 'containerStatuses').find((container) => valueAt(container, 'ready') === false);
  if (phase === 'Running' && unready !== undefined) {
    return say({ code: 'unhealthy', message: `container ${textAt(unready, 'name')} runs but is not ready` }, true);
  }
  const ready = conditionOf(pod, 'Ready')?.status === 'True';
  return ready ? undefined : say({ code: 'unhealthy', message: 'is not ready' }, true);
}
