import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import type { EnvironmentError, EnvironmentRecord } from '../requestRecord.ts';

/** What the applier's word adds to the record of an environment whose commit is published; no state: nothing yet. */
export type Judged = Partial<Pick<EnvironmentRecord, 'state' | 'applied' | 'healthy' | 'errors'>>;

/**
 * What the applier says of a publication. `reached` tells whether a commit was published at the same time or later: what
 * the applier did with a newer publication counts for all that it replaced.
 */
export function judgeApplied(said: AppliedEnvironment, reached: (commit: string | undefined) => boolean): Judged {
  const { state, published, applied, healthy } = said;
  const isOurs = reached(published?.commit);
  const isApplied = reached(applied?.commit);
  const isHealthy = reached(healthy?.commit);
  const times = {
    ...(isApplied && applied !== undefined && { applied: applied.at }),
    ...(isHealthy && healthy !== undefined && { healthy: healthy.at }),
  };
  const word = (own: EnvironmentRecord['state'], fallback: string): Judged => ({
    state: own,
    ...times,
    errors: errorsOf(said, fallback),
  });
  // A newer commit that failed takes nothing away from one that was applied before it, a later run of the same one does.
  const failsFor = (fact: { readonly commit: string } | undefined, isThere: boolean): boolean =>
    isOurs && (!isThere || fact?.commit === published?.commit);

  if ((state === 'failed' || state === 'rolled-back') && failsFor(applied, isApplied))
    return word('failed', `the applier could not apply ${published?.commit}: it is ${state}`);
  if (state === 'stalled' && failsFor(applied, isApplied))
    return word('stalled', `the applier has nothing to apply ${published?.commit} from`);
  if (state === 'suspended' && !isApplied) return word('stalled', 'nothing is applied while it is suspended');
  if (state === 'degraded' && failsFor(healthy, isHealthy))
    return word('degraded', `${published?.commit} is not healthy`);
  if (isHealthy) return { state: 'healthy', ...times };
  if (state === 'held' && isOurs) return word('held', 'deletes wait for the approval of a person');
  if (isApplied) return { state: 'applied', ...times };
  return {};
}

function errorsOf({ name, state, errors }: AppliedEnvironment, fallback: string): readonly EnvironmentError[] {
  if (errors.length > 0) return errors;
  return [{ code: state, message: `Cannot finish ${name}: ${fallback}` }];
}
