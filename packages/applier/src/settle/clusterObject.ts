import type { Metadata } from '../apply/readMember.ts';

/** One object as the API server answers it. `spec` and `status` may have any shape: custom resources bring their own. */
export type ClusterObject = {
  metadata: Metadata & {
    generation?: number;
    creationTimestamp?: string;
    ownerReferences?: { uid: string }[];
  };
  spec?: unknown;
  status?: unknown;
};
