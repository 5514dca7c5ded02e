import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import { describe } from './describe.ts';
import type { CommitStatus } from './commitStatus.ts';

/** How far a commit came in an environment. */
export type Judgement = Pick<CommitStatus, 'state' | 'description'>;

/** States in which a commit did not get where it should; what is said when no error says more. */
const failures: Readonly<Record<string, string>> = {
  failed: 'Not everything could be applied',
  degraded: 'Applied, but not healthy',
  held: 'Applied, but its deletes wait for a person',
  stalled: 'Cannot be applied',
  'rolled-back': 'Not healthy; the last healthy commit was applied again',
};

/**
 * Judges a commit by what the applier says of its environment. Only what it says while that commit is the published one
 * counts; with `waitsForHealth` a commit that is applied is still pending.
 */
export function judgeCommit(
  commit: string,
  applied: AppliedEnvironment | undefined,
  { waitsForHealth }: { readonly waitsForHealth: boolean },
): Judgement {
  const pending: Judgement = { state: 'pending', description: 'Published, not applied yet' };
  if (applied === undefined || applied.published?.commit !== commit) return pending;
  const failure = failures[applied.state];
  if (failure !== undefined) {
    const [error] = applied.errors;
    return { state: 'failure', description: describe(error?.message ?? failure) };
  }
  // The facts beside these two are of the run before.
  if (applied.state === 'running' || applied.state === 'waiting') return pending;
  if (applied.healthy?.commit === commit) return { state: 'success', description: 'Applied and healthy' };
  if (!waitsForHealth && applied.applied?.commit === commit) return { state: 'success', description: 'Applied' };
  return pending;
}
