import type { ClusterObject } from '../clusterObject.ts';
import { numberAt } from '../fields.ts';
import { current, type Health } from '../healthResult.ts';
import { tooFew, unseen } from './replicas.ts';

export function daemonSetHealth({ status }: ClusterObject): Health {
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const counts: [string, number][] = [
    ['scheduled', count('currentNumberScheduled')],
    ['updated', count('updatedNumberScheduled')],
    ['ready', count('numberReady')],
    ['available', count('numberAvailable')],
  ];
  return unseen(status) ?? tooFew(count('desiredNumberScheduled'), counts, 'pods') ?? current();
}
