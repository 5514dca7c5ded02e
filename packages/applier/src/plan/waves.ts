/** Waves of kinds: lower numbers are applied first and pruned last. `couplet.dev/wave` places an object by the same scale. */
export const waves = {
  namespace: 0,
  definition: 10,
  cluster: 20,
  config: 30,
  access: 40,
  service: 50,
  workload: 60,
  rest: 70,
} as const;

const waveOfKind = new Map<string, number>([
  ['Namespace', waves.namespace],
  ['CustomResourceDefinition.apiextensions.k8s.io', waves.definition],
  ['ClusterRole.rbac.authorization.k8s.io', waves.cluster],
  ['PriorityClass.scheduling.k8s.io', waves.cluster],
  ['StorageClass.storage.k8s.io', waves.cluster],
  ['IngressClass.networking.k8s.io', waves.cluster],
  ['RuntimeClass.node.k8s.io', waves.cluster],
  ['PersistentVolume', waves.cluster],
  ['ResourceQuota', waves.cluster],
  ['LimitRange', waves.cluster],
  ['ConfigMap', waves.config],
  ['Secret', waves.config],
  ['PersistentVolumeClaim', waves.config],
  ['ServiceAccount', waves.access],
  ['Role.rbac.authorization.k8s.io', waves.access],
  ['RoleBinding.rbac.authorization.k8s.io', waves.access],
  ['ClusterRoleBinding.rbac.authorization.k8s.io', waves.access],
  ['Service', waves.service],
  ['NetworkPolicy.networking.k8s.io', waves.service],
  ['Pod', waves.workload],
  ['ReplicationController', waves.workload],
  ['Deployment.apps', waves.workload],
  ['StatefulSet.apps', waves.workload],
  ['DaemonSet.apps', waves.workload],
  ['ReplicaSet.apps', waves.workload],
  ['Job.batch', waves.workload],
  ['CronJob.batch', waves.workload],
]);

/** The wave of a kind (by `kindKey`) when no annotation names one. */
export function waveOf(key: string): number {
  return waveOfKind.get(key) ?? waves.rest;
}

/** Kinds whose deletion takes data or other objects with it: a plan that would prune one is held (P4). */
export const heldKinds: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'PersistentVolume',
  'PersistentVolumeClaim',
]);
