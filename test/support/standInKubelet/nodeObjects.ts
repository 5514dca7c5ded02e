/** Node (core/v1) with room for everything. */
export function nodeObject(name: string): object {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'couplet.dev/stand-in': 'true' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

/** Without a condition Ready the scheduler takes the node for broken. */
export function nodeStatus(time: string): object {
  const room = { cpu: '1000', memory: '1Ti', pods: '1000', 'ephemeral-storage': '1Ti' };
  const condition = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'stand-in',
    lastHeartbeatTime: time,
  };
  return {
    status: {
      capacity: room,
      allocatable: room,
      conditions: [{ ...condition, lastTransitionTime: time }],
      nodeInfo: { kubeletVersion: 'v0.0.0-stand-in', operatingSystem: 'linux', architecture: 'amd64' },
    },
  };
}

/** The sign of life of a node (KEP-589). */
export function nodeLease(name: string, time: string): object {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: time.replace('Z', '000Z') },
  };
}

/** What a kubelet tells when a readiness probe fails. */
export function probeEvent(
  pod: { name: string; namespace: string; uid: string },
  container: string,
  time: string,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod.name}.unhealthy`, namespace: pod.namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', ...pod, fieldPath: `spec.containers{${container}}` },
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    type: 'Warning',
    source: { component: 'kubelet' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
