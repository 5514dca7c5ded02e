import type { ClusterObject } from '../clusterObject.ts';
import { textAt } from '../fields.ts';
import { current, failed, progressing, type Health } from '../healthResult.ts';

export function volumeClaimHealth({ status }: ClusterObject): Health {
  const phase = textAt(status, 'phase');
  if (phase === 'Bound') return current('is bound');
  if (phase === 'Lost') return failed('its volume is lost', phase);
  return progressing('is not bound to a volume yet');
}
