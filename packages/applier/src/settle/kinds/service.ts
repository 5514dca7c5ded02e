import type { ClusterObject } from '../clusterObject.ts';
import { listAt, textAt } from '../fields.ts';
import { current, progressing, type Health } from '../healthResult.ts';

export function serviceHealth({ spec, status }: ClusterObject): Health {
  if (textAt(spec, 'type') !== 'LoadBalancer') return current();
  if (listAt(status, 'loadBalancer', 'ingress').length > 0) return current();
  return progressing('its load balancer has no address yet');
}
