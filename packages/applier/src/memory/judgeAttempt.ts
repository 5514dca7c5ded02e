import { isSame } from './chooseTarget.ts';
import type { CommitAndTree, Remembered } from './remembered.ts';

/** A process that dies of a commit starts again and meets it first. Two starts may be bad luck. */
const mostAttempts = 2;

export type AttemptJudgement =
  | { kind: 'go'; attempt: NonNullable<Remembered['attempt']> }
  /** The process ended in the middle of this commit again and again. */
  | { kind: 'quarantine'; reason: string };

/** What the first pass of a process does about a commit that earlier first passes did not survive. Pure. */
export function judgeAttempt(target: CommitAndTree, attempt: Remembered['attempt']): AttemptJudgement {
  const before = attempt !== undefined && isSame(attempt, target) ? attempt.count : 0;
  if (before < mostAttempts) {
    return { kind: 'go', attempt: { commit: target.commit, tree: target.tree, count: before + 1 } };
  }
  const reason = `the applier ended ${before} times in a row while it worked on this commit, for instance because it ran out of memory`;
  return { kind: 'quarantine', reason };
}
