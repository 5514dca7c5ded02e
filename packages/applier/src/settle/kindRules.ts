import type { ClusterObject } from './clusterObject.ts';
import { current, type Health } from './healthResult.ts';
import { apiServiceHealth } from './kinds/apiService.ts';
import { daemonSetHealth } from './kinds/daemonSet.ts';
import { definitionHealth } from './kinds/definition.ts';
import { deploymentHealth } from './kinds/deployment.ts';
import { jobHealth } from './kinds/job.ts';
import { namespaceHealth } from './kinds/namespace.ts';
import { podHealth } from './kinds/pod.ts';
import { replicaSetHealth } from './kinds/replicaSet.ts';
import { serviceHealth } from './kinds/service.ts';
import { statefulSetHealth } from './kinds/statefulSet.ts';
import { volumeClaimHealth } from './kinds/volumeClaim.ts';

/** The rule of each kind (by `kindKey`) that the API server brings and that has a health of its own. */
export const kindRules: ReadonlyMap<string, (object: ClusterObject) => Health> = new Map([
  ['Deployment.apps', deploymentHealth],
  ['StatefulSet.apps', statefulSetHealth],
  ['DaemonSet.apps', daemonSetHealth],
  ['ReplicaSet.apps', replicaSetHealth],
  ['ReplicationController', replicaSetHealth],
  ['Job.batch', jobHealth],
  ['Pod', podHealth],
  ['PersistentVolumeClaim', volumeClaimHealth],
  ['Service', serviceHealth],
  ['Namespace', namespaceHealth],
  ['CustomResourceDefinition.apiextensions.k8s.io', definitionHealth],
  ['APIService.apiregistration.k8s.io', apiServiceHealth],
  // Its controller has computed it once it has seen the generation, which is asked of every kind.
  ['PodDisruptionBudget.policy', () => current()],
]);
