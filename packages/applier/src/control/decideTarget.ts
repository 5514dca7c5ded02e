import type { Publication } from '@couplet/volume';
import { chooseTarget, type Target } from '../memory/chooseTarget.ts';
import { judgeAttempt } from '../memory/judgeAttempt.ts';
import type { PassDeps } from '../passContext.ts';
import { keep, tellRemembered } from './keep.ts';

export type Decided = Exclude<Target, { kind: 'resume' }> & {
  /** A suspension came to its end just now. */
  resumed?: boolean;
};

/**
 * What a pass does with the publication, by what is remembered. The first pass of a process writes its attempt down
 * before anything of the commit is loaded, and quarantines a commit that earlier ones did not survive. Throws as `Api.request` does.
 */
export async function decideTarget(deps: PassDeps, publication: Publication, signal: AbortSignal): Promise<Decided> {
  const { control, api, clock } = deps;
  const { memory } = control;
  if (!memory.isRead) {
    await memory.read(api, signal);
    tellRemembered(deps, memory.facts);
  }
  let target = choose(deps, publication);
  const resumed = target.kind === 'resume';
  if (resumed) {
    await keep(deps, { suspended: undefined }, signal);
    target = choose(deps, publication);
  }
  const until = target.kind === 'suspended' && target.until !== undefined ? Date.parse(target.until) : undefined;
  control.wakeAt(until);
  if (target.kind === 'apply' && control.attempt === 'none') {
    const judgement = judgeAttempt(target.target, memory.facts.attempt);
    if (judgement.kind === 'go') {
      await memory.remember(api, { attempt: judgement.attempt }, signal);
      control.attempt = 'begun';
    } else {
      const at = new Date(clock.now()).toISOString();
      const quarantine = { ...target.target, at, reason: judgement.reason };
      await keep(deps, { quarantine, attempt: undefined }, signal);
      target = choose(deps, publication);
    }
  }
  if (target.kind === 'resume') throw new Error('Cannot decide: a suspension must be over, found it again');
  return resumed ? { ...target, resumed } : target;
}

function choose({ control, environment, clock }: PassDeps, { commit, tree }: Publication): Target {
  const { onFailure } = environment;
  return chooseTarget({ commit, tree }, control.memory.facts, { onFailure, now: clock.now() });
}
