import { containerStatus, type Circumstances, type ContainerStatus } from './containerStatus.ts';
import type { KubeletPod } from './kubeletPod.ts';

/** The status that a kubelet would report of a pod that is bound to its node (core/v1 PodStatus). */
export type PodStatus = {
  phase: string;
  startTime: string;
  podIP: string;
  conditions: { type: string; status: string; lastTransitionTime: string }[];
  containerStatuses: ContainerStatus[];
};

export function podStatus(
  { spec }: KubeletPod,
  more: Omit<Circumstances, 'restartPolicy'>,
  startTime: string,
): PodStatus {
  const restartPolicy = spec.restartPolicy ?? 'Always';
  const containerStatuses = spec.containers.map((container) => containerStatus(container, { ...more, restartPolicy }));
  const isReady = containerStatuses.every(({ ready }) => ready);
  const condition = (type: string, holds: boolean): PodStatus['conditions'][number] => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: startTime,
  });
  return {
    phase: phaseOf(containerStatuses),
    startTime,
    podIP: '10.0.0.1',
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', isReady),
      condition('Ready', isReady),
    ],
    containerStatuses,
  };
}

function phaseOf(containers: ContainerStatus[]): string {
  const ended = containers.map(({ state }) => state.terminated?.exitCode);
  if (ended.every((code) => code !== undefined)) return ended.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  // A container that was started once keeps its pod running, also while it is backed off.
  return containers.some(({ state, lastState }) => state.running !== undefined || lastState !== undefined)
    ? 'Running'
    : 'Pending';
}
