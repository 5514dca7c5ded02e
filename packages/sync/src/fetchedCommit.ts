import type { CommitId, TreeId } from '@couplet/volume';

/** A commit whose objects are in the local git directory. */
export type FetchedCommit = {
  readonly commit: CommitId;
  /** The repository's root directory at that commit. */
  readonly tree: TreeId;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly committedAt: string;
  /** First line of the message, at most 200 characters. */
  readonly subject: string;
};
