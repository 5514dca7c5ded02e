import type { ClusterObject } from '../clusterObject.ts';
import { numberAt, textAt } from '../fields.ts';
import { current, type Health } from '../healthResult.ts';
import { tooFew, tooMany, unseen, wantedReplicas } from './replicas.ts';

export function statefulSetHealth({ spec, status }: ClusterObject): Health {
  // With OnDelete a person decides when a pod is replaced.
  if (textAt(spec, 'updateStrategy', 'type') === 'OnDelete') return current('a person replaces its pods (OnDelete)');
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const wanted = wantedReplicas(spec);
  const partition = numberAt(spec, 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  return (
    unseen(status) ??
    tooFew(wanted, [
      ['created', count('replicas')],
      ['ready', count('readyReplicas')],
    ]) ??
    tooMany(wanted, count('replicas')) ??
    tooFew(wanted - partition, [['updated', count('updatedReplicas')]]) ??
    current()
  );
}
