import type { ClusterObject } from '../clusterObject.ts';
import { numberAt } from '../fields.ts';
import { current, type Health } from '../healthResult.ts';
import { tooFew, tooMany, unseen, wantedReplicas } from './replicas.ts';

/** ReplicaSet, and ReplicationController, which counts the same. */
export function replicaSetHealth({ spec, status }: ClusterObject): Health {
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const wanted = wantedReplicas(spec);
  return (
    unseen(status) ??
    tooFew(wanted, [
      ['created', count('fullyLabeledReplicas')],
      ['ready', count('readyReplicas')],
      ['available', count('availableReplicas')],
    ]) ??
    tooMany(wanted, count('replicas')) ??
    current()
  );
}
