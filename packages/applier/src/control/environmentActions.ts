import { explainFailure } from '../explainFailure.ts';
import type { PassDeps, PassState } from '../passContext.ts';
import type { ActionAnswer, ActionName, Actions } from '../report/actions/actions.ts';
import { tellLeadership } from '../tellLeadership.ts';
import { keep } from './keep.ts';

/** The actions of one environment. */
export type EnvironmentActions = {
  [Name in ActionName]: Actions[Name] extends (environment: string, ...rest: infer Rest) => infer Answer
    ? (...rest: Rest) => Answer
    : never;
};

/** Milliseconds that a person waits for the API server to keep what was asked for. */
const deadline = 10_000;

const accepted: ActionAnswer = { kind: 'accepted' };

/** What a person asks for is written to the memory first, so that it holds also when the process ends right after. */
export function environmentActions(deps: PassDeps, state: PassState): EnvironmentActions {
  const { environment, control, api, clock, leadership } = deps;
  const { name } = environment;
  const conflict = (action: ActionName, rule: string): ActionAnswer => ({
    kind: 'conflict',
    message: `Cannot ${action} ${name}: ${rule}`,
  });

  async function act(action: ActionName, work: (signal: AbortSignal) => Promise<ActionAnswer>): Promise<ActionAnswer> {
    if (environment.suspend) return conflict(action, 'it must not have suspend: true in couplet.yaml');
    const lead = leadership.now;
    if (lead?.kind !== 'leading') {
      const { problem } = { problem: 'the lease is being asked for', ...tellLeadership(lead) };
      return { kind: 'unavailable', message: `Cannot ${action} ${name}: ${problem}` };
    }
    control.useTerm(lead.term);
    const signal = AbortSignal.timeout(deadline);
    try {
      await control.memory.read(api, signal);
      return await work(signal);
    } catch (error) {
      const [first] = explainFailure(error, { verb: 'write', id: `the memory of environment ${name}` });
      return { kind: 'unavailable', message: first?.message ?? String(error) };
    }
  }

  const isSuspended = (): boolean => control.memory.facts.suspended !== undefined;
  const mustResume = 'it must not be suspended; resume it first';
  return {
    run: () =>
      act('run', async (signal) => {
        if (isSuspended()) return conflict('run', mustResume);
        await keep(deps, { quarantine: undefined, attempt: undefined }, signal);
        state.drift.guard.forget();
        control.post('run');
        return accepted;
      }),
    suspend: ({ reason, until }) =>
      act('suspend', async (signal) => {
        const at = new Date(clock.now()).toISOString();
        const end = until === undefined ? {} : { until: new Date(until).toISOString() };
        await keep(deps, { suspended: { at, ...(reason === undefined ? {} : { reason }), ...end } }, signal);
        control.post('publication');
        return accepted;
      }),
    resume: () =>
      act('resume', async (signal) => {
        if (!isSuspended()) return accepted;
        await keep(deps, { suspended: undefined }, signal);
        control.wakeAt(undefined);
        control.post('resume');
        return accepted;
      }),
    approve: (plan) =>
      act('approve', async () => {
        if (isSuspended()) return conflict('approve', mustResume);
        const { heldPlan } = control;
        if (heldPlan === undefined) return conflict('approve', 'a plan must be held, found none');
        if (heldPlan !== plan) return conflict('approve', `the plan must be the one that is held now, ${heldPlan}`);
        control.approved = plan;
        control.post('approve');
        return accepted;
      }),
  };
}
