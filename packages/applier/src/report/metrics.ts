import type { Registry } from 'prom-client';
import { outcomes, type ApplierEvent, type RunEvent } from '../events.ts';
import { gitStates } from '../syncState/gitFacts.ts';
import { foldEnvironment, type EnvironmentState } from './environmentState.ts';
import { stateOf, states } from './environmentStatus.ts';
import { foldRun } from './foldRun.ts';
import { errorsOf } from './errorsOf.ts';
import { healthResults, instruments, runResults, type Instruments } from './instruments.ts';
import { objectGauges } from './objectGauges.ts';
import type { RunFacts } from './runFacts.ts';
import { parseTime, runStages, stageNames } from './runStages.ts';

/** Registers the metrics of the applier, and returns what turns each event into them. */
export function applierMetrics(registry: Registry): (event: ApplierEvent) => void {
  const all = instruments(registry);
  const objects = objectGauges(registry);
  const environments = new Map<string, EnvironmentState>();
  return (event) => {
    const { environment } = event;
    const before = environments.get(environment);
    const after = foldEnvironment(before, event);
    if (after === undefined) {
      environments.delete(environment);
      if (before !== undefined) removeLabels(all, before);
      objects.remove(environment);
      return;
    }
    environments.set(environment, after);
    if (before === undefined) initialiseLabels(all, environment);
    if (event.kind === 'ended' && before?.running?.run === event.run) {
      recordRun(all, before, foldRun(before.running, event));
    }
    if (event.kind === 'settling' || event.kind === 'settled') recordHealth(all, before, event);
    if (event.kind === 'drifted') recordDrift(all, event);
    if (before?.ended !== after.ended) recordEnded(all, before, after);
    const isSame = before?.ended === after.ended && before?.cluster === after.cluster;
    if (before === undefined || !isSame || before.missing !== after.missing) objects.set(after);
    if (before === undefined || stateOf(before) !== stateOf(after)) recordState(all, after);
    if (before === undefined || before.git !== after.git) recordGit(all, after);
  };
}

function recordState(all: Instruments, after: EnvironmentState): void {
  const current = stateOf(after);
  for (const state of states) all.state.set({ environment: after.name, state }, state === current ? 1 : 0);
}

function recordGit(all: Instruments, { name: environment, git }: EnvironmentState): void {
  for (const state of gitStates) all.sync.set({ environment, state }, state === (git?.state ?? 'unknown') ? 1 : 0);
}

function recordRun(all: Instruments, before: EnvironmentState, run: RunFacts): void {
  const environment = before.name;
  const { result, startedAt, endedAt, publication } = run;
  if (result === undefined || endedAt === undefined) return;
  all.runs.inc({ environment, result });
  all.requests.inc({ environment }, run.requests ?? 0);
  for (const outcome of outcomes) all.outcomes.inc({ environment, outcome }, run.counts[outcome]);
  all.runDuration.observe({ environment }, seconds(endedAt - startedAt));
  if (result === 'superseded') return;

  const stages = runStages(run);
  // The first stage of a publication has nothing before it: it took no time that could be known.
  const timed = run.trigger === 'publication' ? stages.slice(1) : stages;
  for (const { stage, ms } of timed) all.stageDuration.observe({ environment, stage }, seconds(ms));
  all.lastRun.set({ environment }, seconds(endedAt));
  if (run.objects !== undefined) all.objects.set({ environment }, run.objects);
  if (result !== 'applied') return;

  all.lastSuccess.set({ environment }, seconds(endedAt));
  const receivedAt = run.trigger === 'publication' ? parseTime(publication.receivedAt) : undefined;
  if (receivedAt !== undefined) all.pushToApplied.observe({ environment }, seconds(endedAt - receivedAt));
}

/** What is true of the run that ended last, and of the health of what it applied. */
function recordEnded(all: Instruments, before: EnvironmentState | undefined, { name, ended }: EnvironmentState): void {
  if (before !== undefined) removeErrors(all, before);
  for (const { code } of ended === undefined ? [] : errorsOf(ended).items) all.errors.inc({ environment: name, code });
  all.healthy.set({ environment: name }, ended?.health?.result === 'healthy' ? 1 : 0);
}

function recordHealth(
  all: Instruments,
  before: EnvironmentState | undefined,
  event: RunEvent & { kind: 'settling' | 'settled' },
): void {
  const { environment } = event;
  all.requests.inc({ environment }, event.requests);
  const ended = before?.ended;
  // Only the first answer tells how long it took; the later ones tell when somebody mended it.
  if (event.kind !== 'settled' || ended?.run !== event.run || ended.health !== undefined) return;
  const duration = seconds(event.at - (ended.endedAt ?? event.at));
  all.settleDuration.observe({ environment, result: event.result }, duration);
  if (event.result === 'healthy') all.stageDuration.observe({ environment, stage: 'healthy' }, duration);
}

/** A correction that fails is counted when it succeeds, not with each try. */
function recordDrift(all: Instruments, { environment, objects, requests }: ApplierEvent & { kind: 'drifted' }): void {
  const found = objects.filter(({ corrected, error }) => corrected || error?.code === 'drifted');
  all.drift.inc({ environment }, found.length);
  all.requests.inc({ environment }, requests);
}

/** A series that appears with its first event hides that event from `rate()`: everything that can be known starts at 0. */
function initialiseLabels(all: Instruments, environment: string): void {
  for (const result of runResults) all.runs.inc({ environment, result }, 0);
  for (const outcome of outcomes) all.outcomes.inc({ environment, outcome }, 0);
  for (const stage of stageNames.slice(1)) all.stageDuration.zero({ environment, stage });
  all.requests.inc({ environment }, 0);
  all.drift.inc({ environment }, 0);
  all.runDuration.zero({ environment });
  all.pushToApplied.zero({ environment });
  for (const result of healthResults) all.settleDuration.zero({ environment, result });
  for (const gauge of [all.lastRun, all.lastSuccess, all.objects, all.healthy]) gauge.set({ environment }, 0);
}

function removeLabels(all: Instruments, before: EnvironmentState): void {
  const environment = before.name;
  for (const result of runResults) all.runs.remove({ environment, result });
  for (const outcome of outcomes) all.outcomes.remove({ environment, outcome });
  for (const stage of stageNames.slice(1)) all.stageDuration.remove({ environment, stage });
  for (const state of states) all.state.remove({ environment, state });
  for (const state of gitStates) all.sync.remove({ environment, state });
  for (const result of healthResults) all.settleDuration.remove({ environment, result });
  const { requests, drift, runDuration, pushToApplied, lastRun, lastSuccess, objects, healthy } = all;
  for (const one of [requests, drift, runDuration, pushToApplied, lastRun, lastSuccess, objects, healthy]) {
    one.remove({ environment });
  }
  removeErrors(all, before);
}

function removeErrors(all: Instruments, { name, ended }: EnvironmentState): void {
  for (const { code } of ended === undefined ? [] : errorsOf(ended).items)
    all.errors.remove({ environment: name, code });
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1000;
}
