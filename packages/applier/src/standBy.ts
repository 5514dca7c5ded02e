import { WaitForChange } from '@couplet/daemon';
import type { Publication } from '@couplet/volume';
import { explainFailure } from './explainFailure.ts';
import type { RunError } from './events.ts';
import type { Decision } from './lease/leadership.ts';
import type { PassDeps, PassState } from './passContext.ts';
import { startRun } from './run.ts';

type Waiting = {
  lead: Exclude<Decision, { kind: 'leading' }>;
  publication: Publication | undefined;
  signal: AbortSignal;
};

/**
 * A pass without the lease: nothing is asked of the cluster or written. Another applier that holds it is told, and a lease
 * that cannot be had is a run that failed, with the reason. The next answer about the lease brings the next pass.
 */
export function standBy(deps: PassDeps, state: PassState, { lead, publication, signal }: Waiting): void {
  const { environment, clock, record } = deps;
  state.settling?.stop();
  // The first pass and the news of the lease may come for the same answer.
  if (state.stoodBy?.lead === lead && state.stoodBy.commit === publication?.commit) return;
  state.stoodBy = { lead, commit: publication?.commit };
  const tell = (error: RunError): void =>
    record({ kind: 'standby', environment: environment.name, at: clock.now(), error });
  if (lead.kind === 'standby') return tell(notLeading(lead.holder));
  const errors = explainFailure(lead.error, { verb: 'write', id: 'the lease couplet-applier' });
  const [first] = errors;
  if (publication === undefined) return first && tell(first);
  const trigger = state.tried === undefined ? 'start' : 'retry';
  startRun(deps, { publication, trigger, signal }).tell({ kind: 'ended', result: 'failed', requests: 0, errors });
  throw new WaitForChange('the lease is not held');
}

/** Also what an action is answered. */
export function notLeading(holder: string): RunError {
  const message = `Cannot apply here: this applier must hold the lease couplet-applier, found that ${holder} holds it`;
  return { code: 'not-leading', message };
}
