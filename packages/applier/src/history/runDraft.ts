import type { Drift, RunEvent } from '../events.ts';
import { bound } from '../report/bound.ts';
import { foldRun, startRun } from '../report/foldRun.ts';
import type { RunFacts } from '../report/runFacts.ts';
import { describeDrift } from './describeDrift.ts';
import { clip } from './clip.ts';
import type { Change, RunCause, RunRecord } from './runRecord.ts';

export const mostChanges = 500;

/** The ids of the newest deliveries; a flood brings a thousand. */
const mostDeliveries = 20;

/** A run while its events come in. */
export class RunDraft {
  readonly environment: string;
  readonly cause: RunCause | undefined;
  readonly changes: Change[] = [];
  /** Changes beyond the 500. */
  moreChanges = 0;
  plan: RunRecord['plan'];
  #facts: RunFacts;

  constructor(event: RunEvent & { kind: 'started' }) {
    this.environment = event.environment;
    this.#facts = startRun(event);
    this.cause = event.trigger === 'publication' || event.trigger === 'start' ? causeOf(event) : undefined;
  }

  get facts(): RunFacts {
    return this.#facts;
  }

  isOf(run: string): boolean {
    return this.#facts.run === bound(run);
  }

  fold(event: RunEvent): void {
    this.#facts = foldRun(this.#facts, event);
    if (event.kind === 'object') this.#change(event);
    if (event.kind !== 'planned') return;
    const { apply, prune, unchanged, held, heldPlan } = event;
    this.plan = { apply, prune, unchanged, held, ...(heldPlan !== undefined && { id: clip(heldPlan) }) };
  }

  /** Some of what the run applied was drift: who did it is the reason. */
  explainDrift(objects: readonly Drift[]): void {
    for (const drift of objects) {
      const change = this.changes.find(({ id }) => id === clip(drift.id));
      if (change !== undefined) change.reason ??= describeDrift(drift);
    }
  }

  #change({ id, outcome, file, line, reason }: RunEvent & { kind: 'object' }): void {
    if (outcome === 'unchanged') return;
    if (this.changes.length === mostChanges) {
      this.moreChanges += 1;
      return;
    }
    this.changes.push({
      id: clip(id),
      outcome,
      ...(file !== undefined && { file: clip(file) }),
      ...(line !== undefined && { line }),
      ...(reason !== undefined && { reason: clip(reason) }),
    });
  }
}

function causeOf({ publication }: RunEvent & { kind: 'started' }): RunCause | undefined {
  const { cause, deliveries } = publication;
  if (cause === undefined) return undefined;
  return {
    kind: cause.kind,
    ...(cause.from !== undefined && { from: clip(cause.from) }),
    ...(deliveries.length > 0 && { deliveries: deliveries.slice(-mostDeliveries).map(clip) }),
  };
}
