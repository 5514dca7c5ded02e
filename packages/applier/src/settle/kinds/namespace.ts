import type { ClusterObject } from '../clusterObject.ts';
import { textAt } from '../fields.ts';
import { current, progressing, type Health } from '../healthResult.ts';

export function namespaceHealth({ status }: ClusterObject): Health {
  return textAt(status, 'phase') === 'Active' ? current() : progressing('is not active yet');
}
