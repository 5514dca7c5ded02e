import type { ApplyDeps } from './apply/applyDeps.ts';
import { FieldHints } from './apply/fields/fieldHints.ts';
import type { StepResult } from './apply/applySteps.ts';
import { applyWaves } from './apply/applyWaves.ts';
import { checkableSteps, checkSteps } from './apply/checkSteps.ts';
import type { MemberSet } from './apply/memberSet.ts';
import { pruneSteps } from './apply/pruneSteps.ts';
import type { Outcome, RunError, RunResult } from './events.ts';
import type { DefinedKind } from './load/manifest.ts';
import type { MadePlan } from './makePlan.ts';
import type { PassDeps, PassState } from './passContext.ts';
import { withDefinedKinds } from './plan/kinds.ts';
import type { ApplyStep } from './plan/plan.ts';
import type { Run } from './run.ts';

type End = { result: RunResult; errors: RunError[] };

/** Check, apply, prune: what the plan says and nothing else. Any error before it keeps the prune from running (P11). */
export async function executePlan(plan: MadePlan, deps: PassDeps, state: PassState, run: Run): Promise<End> {
  const errors = [...plan.errors];
  if (errors.some(({ code }) => code === 'empty-tree')) return { result: 'stalled', errors };
  const { members } = state;
  const applyDeps = applyDepsOf(deps, state, run);

  // A single object is its own check, unless nothing may be written anyway.
  const checked = new Set<ApplyStep>();
  if (plan.blocked || (deps.environment.gate === 'all' && plan.apply.length > 1)) {
    for (const step of checkableSteps(plan.apply, { kinds: plan.kinds, members: members.members })) checked.add(step);
    const checkErrors = await checkSteps([...checked], applyDeps);
    run.tell({ kind: 'checked', objects: checked.size, errors: checkErrors });
    errors.push(...checkErrors);
    if (errors.length > 0) return refuse(plan.apply, errors, run);
  }

  if (plan.apply.length > 0) await members.grow(run.api, plan.apply, run.signal);
  await applyWaves(plan.apply, { ...applyDeps, checked }, (result) => errors.push(...applied(result, state, run)));

  if (errors.length === 0 && plan.prune.length > 0) errors.push(...(await prune(plan, deps, members, run)));
  if (errors.length > 0) return { result: 'failed', errors };
  return { result: plan.kept.some(({ outcome }) => outcome === 'held') ? 'held' : 'applied', errors };
}

function applyDepsOf({ concurrency, clock }: PassDeps, state: PassState, run: Run): ApplyDeps {
  const { index, members } = state;
  return {
    api: run.api,
    setId: members.parent.id,
    concurrency,
    readBody: (entry) => index.readBody(entry),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    onServed: (defined) => addServed(state, defined),
    hints: new FieldHints(run.api, run.signal),
    signal: run.signal,
  };
}

/** The next plan knows the kind without asking for all kinds again. */
function addServed(state: PassState, defined: DefinedKind): void {
  if (state.discovered === undefined) return;
  state.discovered = { ...state.discovered, kinds: withDefinedKinds(state.discovered.kinds, [defined]) };
}

/** `gate: all`: one error keeps every object from being written. */
function refuse(steps: ApplyStep[], errors: RunError[], run: Run): End {
  const failed = new Map(errors.map((error) => [error.id, error]));
  for (const step of steps) {
    const error = failed.get(step.id);
    if (error !== undefined) tellStep(run, step, 'failed', { error });
    else tellStep(run, step, 'skipped', { reason: 'gate: all, and something else has an error' });
  }
  return { result: 'failed', errors };
}

function applied(result: StepResult, { members, present }: PassState, run: Run): RunError[] {
  const { step } = result;
  if (result.kind === 'failed') {
    const [error] = result.errors;
    tellStep(run, step, 'failed', error === undefined ? {} : { error });
    return result.errors;
  }
  if (result.kind === 'present') {
    present.add(step.id);
    tellStep(run, step, 'skipped', { reason: 'it is there already, and couplet.dev/apply is if-not-present' });
    return [];
  }
  members.members.set(step.id, result.applied.live);
  const recreated = result.recreated === true ? { reason: 'recreated, because a field of it cannot change' } : {};
  tellStep(run, step, result.applied.created ? 'created' : 'configured', recreated);
  return [];
}

function tellStep(
  run: Run,
  { id, entry }: ApplyStep,
  outcome: Outcome,
  more: { error?: RunError; reason?: string } = {},
): void {
  run.tell({ kind: 'object', id, outcome, file: entry.source.file, line: entry.source.line, ...more });
}

async function prune(plan: MadePlan, deps: PassDeps, members: MemberSet, run: Run): Promise<RunError[]> {
  const errors = await members.verifyParent(run.api, run.signal);
  if (errors.length > 0) {
    await members.grow(run.api, plan.apply, run.signal);
    return errors;
  }
  const { concurrency } = deps;
  await pruneSteps(plan.prune, { api: run.api, kinds: plan.kinds, concurrency, signal: run.signal }, (result) => {
    const { live } = result.step;
    if (result.kind === 'failed') {
      const [error] = result.errors;
      run.tell({ kind: 'object', id: live.id, outcome: 'failed', ...(error === undefined ? {} : { error }) });
      errors.push(...result.errors);
      return;
    }
    if (result.gone) members.members.delete(live.id);
    if (result.gone) deps.claims.release(deps.environment.name, live.id);
    else members.members.set(live.id, { ...live, deleting: true });
    run.tell({ kind: 'object', id: live.id, outcome: 'deleted' });
  });
  if (errors.length === 0) await members.shrink(run.api, run.signal);
  return errors;
}
