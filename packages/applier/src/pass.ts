import { RetryLater, WaitForChange } from '@couplet/daemon';
import { readPublication, type Publication } from '@couplet/volume';
import { decideTarget, type Decided } from './control/decideTarget.ts';
import { describeQuarantine } from './control/describeQuarantine.ts';
import { endAttempt } from './control/endAttempt.ts';
import { errorCodes } from './errorCodes.ts';
import type { RunError, RunResult, Trigger } from './events.ts';
import { executePlan } from './executePlan.ts';
import { explainFailure } from './explainFailure.ts';
import { followHealth } from './followHealth.ts';
import { loadPublication } from './loadPublication.ts';
import { makePlan } from './makePlan.ts';
import { observeCluster } from './observeCluster.ts';
import type { PassDeps, PassState } from './passContext.ts';
import { isFull, type PassInput } from './passInput.ts';
import { preflight } from './preflight.ts';
import { startRun, type Run } from './run.ts';
import { standBy } from './standBy.ts';
import { correctDrift } from './watch/correctDrift.ts';
import { tellCorrected } from './watch/tellCorrected.ts';

export type { PassInput } from './passInput.ts';

/**
 * One pass of one environment. Every pass is the same, the first one too. When the run ends with errors, its events are
 * recorded and then RetryLater or WaitForChange is thrown, as the worst error asks.
 */
export async function runPass(deps: PassDeps, state: PassState, input: PassInput, signal: AbortSignal): Promise<void> {
  if (deps.environment.suspend) return;
  const lead = await deps.leadership.decision(signal);
  const publication = await observe(deps, state);
  if (lead.kind !== 'leading') return standBy(deps, state, { lead, publication, signal });
  if (publication === undefined) return;
  // While another was leading, everything may have changed.
  deps.control.useTerm(lead.term);
  const full = deps.control.isNewTerm || isFull(input);
  try {
    await leadPass(deps, state, { input, full, publication }, AbortSignal.any([signal, lead.signal]));
  } catch (error) {
    if (!lead.signal.aborted || signal.aborted) throw error;
    throw new RetryLater('the lease was lost during the pass', { cause: error });
  }
}

type Work = { input: PassInput; full: boolean; publication: Publication };

async function leadPass(deps: PassDeps, state: PassState, work: Work, signal: AbortSignal): Promise<void> {
  const { environment, control } = deps;
  const { input, full, publication } = work;
  const decided = await decide(deps, state, publication, signal);
  if (decided.kind === 'suspended') {
    state.settling?.stop();
    return;
  }
  const key = keyOf(publication, decided);
  if (input === 'drift' && decided.kind === 'quarantined') return;
  if (!full && (input === 'drift' || (input === 'publication' && state.done === key)))
    return await correctDrift(deps, state, signal);

  const trigger = triggerOf(state, input, { key, decided });
  state.tried = key;
  state.settling?.stop();
  const quarantine = isQuarantined(decided) && describeQuarantine(environment.name, publication.commit, decided);
  const rollback = decided.kind === 'rolled-back' && quarantine && { ...decided.target, error: quarantine };
  const run = startRun(deps, { publication, trigger, signal, ...(rollback && { rollback }) });
  const {
    result,
    errors,
    changed = false,
  } = decided.kind === 'quarantined' && quarantine
    ? { result: 'failed' as const, errors: [quarantine] }
    : await applyPublication(deps, state, run, { full, approved: control.takeApproval() });
  run.tell({ kind: 'ended', result, requests: run.api.requests, errors });
  await endAttempt(deps);
  // No plan was drawn, and an older one counts for nothing.
  if (result === 'stalled' || decided.kind === 'quarantined') control.heldPlan = undefined;
  state.held = result === 'held';
  // Deletes that wait for a person say nothing about the health of what is applied.
  if (result === 'applied' || result === 'held') followHealth(deps, state, run, { key, changed });

  // A kind whose API did not answer could not be pruned; nothing else would look at it again before the resync.
  const isPartial = (result === 'applied' || result === 'held') && !state.members.known;
  const retry = isPartial || result === 'superseded' || errors.some(({ code }) => errorCodes[code]?.policy !== 'wait');
  if (!retry) state.done = key;
  if (errors.length === 0 && !isPartial) return;
  const because = isPartial ? ', and a kind that could not be listed' : '';
  const message = `run ended as ${result} with ${errors.length} error${errors.length === 1 ? '' : 's'}${because}`;
  throw retry ? new RetryLater(message) : new WaitForChange(message);
}

/** Reads the publication once; everything after reads only the tree that it names. No publication is not an empty one. */
async function observe(deps: PassDeps, state: PassState): Promise<Publication | undefined> {
  const { environment, volume, clock, record } = deps;
  const read = await readPublication(volume, environment.name);
  if (read.kind !== 'damaged') return read.kind === 'absent' ? undefined : read.publication;
  // Also a publication that comes back as it was is a new run: otherwise nothing would say that all is well again.
  delete state.done;
  const message = `Cannot read the publication ${read.file}: ${read.problem}`;
  const error = { code: 'unreadable-publication', message };
  record({ kind: 'unreadable', environment: environment.name, at: clock.now(), error });
  throw new RetryLater(message);
}

/** What is applied may change although the publication stays. */
function keyOf({ commit, tree }: Publication, decided: Decided): string {
  const target = 'target' in decided ? `${decided.target.commit} ${decided.target.tree}` : '';
  return `${commit} ${tree} ${decided.kind} ${target}`;
}

/** A memory that cannot be read is a run that failed: nothing may be applied that it may forbid. */
async function decide(
  deps: PassDeps,
  state: PassState,
  publication: Publication,
  signal: AbortSignal,
): Promise<Decided> {
  try {
    return await decideTarget(deps, publication, signal);
  } catch (error) {
    signal.throwIfAborted();
    const run = startRun(deps, { publication, trigger: state.tried === undefined ? 'start' : 'retry', signal });
    const errors = explainFailure(error, { verb: 'read', id: `the memory of environment ${deps.environment.name}` });
    run.tell({ kind: 'ended', result: 'failed', requests: 1, errors });
    throw new RetryLater('the memory of the environment cannot be read', { cause: error });
  }
}

function triggerOf(state: PassState, input: PassInput, { key, decided }: { key: string; decided: Decided }): Trigger {
  if (state.tried === undefined) return 'start';
  if (decided.resumed === true) return 'resume';
  if (input === 'publication' || input === 'drift') return state.tried === key ? 'retry' : 'publication';
  if (input === 'rollback' && decided.kind === 'apply') return 'publication';
  return input;
}

async function applyPublication(
  deps: PassDeps,
  state: PassState,
  run: Run,
  { full, approved }: { full: boolean; approved: string | undefined },
): Promise<{ result: RunResult; errors: RunError[]; changed?: boolean }> {
  try {
    const observed = observeCluster(deps, state, run, full);
    const damage = await loadPublication(state.index, run);
    if (damage !== undefined) return { result: 'stalled', errors: [damage] };
    const cluster = await observed();
    deps.control.observed();
    const plan = await makePlan(deps, state, cluster, { ...run, approved });
    preflight(deps, state, run, { plan, full });
    const end = await executePlan(plan, deps, state, run);
    await tellCorrected(deps, state, plan);
    return { ...end, changed: plan.apply.length > 0 };
  } catch (error) {
    if (run.signal.aborted) return { result: 'superseded', errors: [] };
    return {
      result: 'failed',
      errors: explainFailure(error, { verb: 'apply', id: `environment ${deps.environment.name}` }),
    };
  }
}

function isQuarantined(decided: Decided): decided is Decided & { kind: 'quarantined' | 'rolled-back' } {
  return decided.kind === 'quarantined' || decided.kind === 'rolled-back';
}
