/**
 * What wakes the loop. `publication`: it changed. `drift`: an object drifted. `rollback`: a commit was quarantined.
 * `approve`: a person released a held plan. The others look at everything anew: the resync interval (and the start of the
 * program), the end of a suspension, and a person who wants a run.
 */
export type PassInput = 'publication' | 'resync' | 'drift' | 'rollback' | 'approve' | 'resume' | 'run';

/** What waits is merged into the input that does most. */
const weight: Record<PassInput, number> = {
  drift: 0,
  publication: 1,
  rollback: 2,
  approve: 3,
  resync: 4,
  resume: 5,
  run: 6,
};

export function mergeInputs(waiting: PassInput, next: PassInput): PassInput {
  return weight[waiting] > weight[next] ? waiting : next;
}

/** The cluster is read anew, and not only what changed is compared. */
export function isFull(input: PassInput): boolean {
  return weight[input] >= weight.resync;
}
