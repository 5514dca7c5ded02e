import type { CommitId, TreeId } from './ids.ts';

/** An entry of git that is not on the volume; `path` is relative to the published tree. */
export type Skipped = { path: string; reason: 'symlink' | 'submodule' };

/** What an environment should be now: the content of `environments/<environment>.json`. Times are ISO 8601. */
export type Publication = {
  format: 1;
  environment: string;
  commit: CommitId;
  tree: TreeId;
  ref: string;
  /** URL without credentials. */
  repository: string;
  author: string;
  committedAt: string;
  subject: string;
  publishedAt: string;
  fetchedAt: string;
  /** When the webhook or the call that caused it arrived; absent when a poll found it. */
  receivedAt?: string;
  deliveries: string[];
  /**
   * What brought it: a webhook (`from`: the provider), a call with a token (`from`: the name of its file, never its content), a
   * poll, or the start of the writer. Absent from writers that did not know it yet.
   */
  cause?: { kind: 'webhook' | 'call' | 'poll' | 'start'; from?: string };
  skipped: Skipped[];
  /** How many more were skipped than `skipped` lists; absent when it lists all. */
  skippedMore?: number;
};
