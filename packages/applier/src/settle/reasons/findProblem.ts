import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf } from '../conditions.ts';
import { textAt } from '../fields.ts';
import { podProblem, type PodProblem } from './podProblem.ts';
import type { HealthProblem } from './problem.ts';
import type { Relatives } from './relatives.ts';

/** Kinds whose pods say why they are not healthy. */
const workloads = new Set([
  'StatefulSet.apps',
  'DaemonSet.apps',
  'ReplicaSet.apps',
  'ReplicationController',
  'Job.batch',
]);

/** The reason that a person needs, from pods and events: up to three requests. Undefined when the cluster does not tell. */
export async function findProblem(
  key: string,
  object: ClusterObject,
  relatives: Relatives,
): Promise<HealthProblem | undefined> {
  const refused = conditionOf(object, 'ReplicaFailure');
  if (refused?.status === 'True') return notCreated(refused.message);
  if (key === 'Deployment.apps') {
    const replicaSet = await relatives.newestReplicaSet(object);
    return replicaSet && (await workloadProblem(replicaSet, relatives));
  }
  if (workloads.has(key)) return await workloadProblem(object, relatives);
  if (key === 'Pod') return await withEvents(object, podProblem(object), relatives);
  if (key === 'PersistentVolumeClaim') return await claimProblem(object, relatives);
  if (key === 'Service') return await lastWarning(object, relatives);
  return undefined;
}

async function workloadProblem(owner: ClusterObject, relatives: Relatives): Promise<HealthProblem | undefined> {
  const pods = await relatives.pods(owner);
  const problems = pods.flatMap((pod) => {
    const problem = podProblem(pod);
    return problem === undefined ? [] : [{ pod, problem }];
  });
  // What a pod tells itself is more exact than that it is not ready.
  const worst = problems.find(({ problem }) => !problem.asks) ?? problems[0];
  if (worst !== undefined) return await withEvents(worst.pod, worst.problem, relatives);
  const created = (await relatives.events(owner)).find(({ reason, warning }) => warning && reason === 'FailedCreate');
  return created && notCreated(created.message);
}

/** Events name the probe and its answer, the volume that cannot be mounted, the Secret that is missing. */
async function withEvents(
  pod: ClusterObject,
  problem: PodProblem | undefined,
  relatives: Relatives,
): Promise<HealthProblem | undefined> {
  if (problem === undefined) return undefined;
  const { code, message, asks } = problem;
  const event = asks ? (await relatives.events(pod)).find(({ warning }) => warning) : undefined;
  return { code, message: event === undefined ? message : `${message} (${event.reason}): ${event.message}` };
}

async function claimProblem(claim: ClusterObject, relatives: Relatives): Promise<HealthProblem> {
  const [event] = await relatives.events(claim);
  const storage = textAt(claim.spec, 'storageClassName');
  const place = storage === undefined ? 'it names no storage class' : `storage class ${storage}`;
  return { code: 'unhealthy', message: event === undefined ? place : `${place} (${event.reason}): ${event.message}` };
}

async function lastWarning(object: ClusterObject, relatives: Relatives): Promise<HealthProblem | undefined> {
  const event = (await relatives.events(object)).find(({ warning }) => warning);
  return event && { code: 'unhealthy', message: `${event.reason}: ${event.message}` };
}

/** Quota, Pod Security, an admission webhook: the API server refuses the pods of a workload. */
function notCreated(message: string | undefined): HealthProblem {
  return { code: 'not-created', message: `its pods are refused: ${message ?? 'no reason is given'}` };
}
