import type { ClusterObject } from '../clusterObject.ts';
import { conditionOf, isTrue } from '../conditions.ts';
import { numberAt, valueAt } from '../fields.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';
import { tooFew, tooMany, unseen, wantedReplicas } from './replicas.ts';

/** Kubernetes writes no Progressing condition when the deadline is this number (deployment_util.go). */
const noDeadline = 2_147_483_647;

export function deploymentHealth(object: ClusterObject): Health {
  const { spec, status } = object;
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const progress = conditionOf(object, 'Progressing');
  const wanted = wantedReplicas(spec);
  const short =
    unseen(status) ??
    tooFew(wanted, [
      ['created', count('replicas')],
      ['updated', count('updatedReplicas')],
    ]) ??
    tooMany(wanted, count('replicas')) ??
    tooFew(wanted, [
      ['ready', count('readyReplicas')],
      ['available', count('availableReplicas')],
    ]);
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    const seconds = numberAt(spec, 'progressDeadlineSeconds');
    const left = short === undefined ? '' : `: ${short.message}`;
    return failed(`made no progress for ${seconds ?? 600} s (progressDeadlineSeconds)${left}`, progress.reason);
  }
  if (short !== undefined) return short;
  const deadline = numberAt(spec, 'progressDeadlineSeconds') ?? noDeadline;
  const complete = progress?.status === 'True' && progress.reason === 'NewReplicaSetAvailable';
  const paused = valueAt(spec, 'paused') === true;
  if (deadline !== noDeadline && !complete && !paused) return progressing('its rollout is not complete yet');
  return isTrue(object, 'Available') ? current() : progressing('is not available yet');
}
