import type { RunError } from '../events.ts';
import type { ClusterFacts, DeletingObject, DriftEntry } from './clusterFacts.ts';

export type ClusterKeys = {
  /** What somebody else changed or deleted, newest first, at most 50; `fields` as `.spec.replicas`. */
  drift?: readonly DriftEntry[];
  /** Objects that were deleted and are still there, for instance because of a finalizer; at most 100. */
  deleting?: readonly DeletingObject[];
};

/** The keys that watches add; absent while there is nothing to say. */
export function clusterKeys({ drift, deleting }: ClusterFacts): ClusterKeys {
  return { ...(drift.length > 0 && { drift }), ...(deleting.length > 0 && { deleting }) };
}

/** Drift that is not corrected, and what is not watched. */
export function clusterWarnings({ troubles, notWatched }: ClusterFacts): RunError[] {
  return [...(notWatched === undefined ? [] : [notWatched]), ...troubles.values()];
}
