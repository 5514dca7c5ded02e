import type { ApplierEvent, Drift, Outcome, RunError, RunEvent } from '../events.ts';
import { bound } from '../report/bound.ts';
import { objectError } from '../report/foldRun.ts';
import { pickError } from '../report/pickError.ts';
import type { ObjectDrift } from './objectRow.ts';

/** More of each are not kept: nobody reads them, and a broken repository must not fill the memory. */
const most = 1000;

/** What runs and watches told of the objects of one environment, by id. A fold over its events. */
export class ObjectFacts {
  /** Of the last run that touched the object. */
  readonly outcomes = new Map<string, Outcome>();
  /** Of the last run that ended, with those of the one that goes on. */
  readonly errors = new Map<string, RunError>();
  /** Why the last run left the object as it is. */
  readonly left = new Map<string, string>();
  readonly drift = new Map<string, ObjectDrift>();
  /** Drift that is not corrected, with the reason. */
  readonly troubles = new Map<string, RunError>();
  /** Grows with everything that is told. */
  changes = 0;
  /** What the run that goes on has told of. */
  #told = new Set<string>();

  record(event: ApplierEvent): void {
    this.changes += 1;
    switch (event.kind) {
      case 'started':
        this.#told.clear();
        return;
      case 'loaded':
      case 'planned':
      case 'checked':
        return this.#failed(event.errors);
      case 'object':
        return this.#object(event);
      case 'ended':
        this.#failed(event.errors);
        if (event.result !== 'superseded') this.#forget();
        return;
      case 'drifted':
        for (const object of event.objects) this.#drifted(object);
        return;
      case 'resolved':
        for (const id of event.ids) this.#resolved(id);
        return;
      case 'configured':
      case 'removed':
      case 'standby':
      case 'remembered':
      case 'reviewed':
      case 'unreadable':
      case 'warned':
      case 'settling':
      case 'settled':
      case 'deleting':
      case 'watching':
      case 'git':
        return;
      default:
        event satisfies never;
    }
  }

  #object(event: RunEvent & { kind: 'object' }): void {
    const { id, outcome, reason } = event;
    if (outcome === 'failed') return this.#failed([{ ...objectError(event), id }]);
    this.#told.add(id);
    this.outcomes.set(id, outcome);
    this.errors.delete(id);
    this.left.delete(id);
    const isLeft = outcome === 'held' || outcome === 'skipped';
    if (isLeft && reason !== undefined) put(this.left, id, bound(reason));
    // Its correction is news until a run writes the object.
    if (!isLeft && this.drift.get(id)?.corrected === true) this.drift.delete(id);
  }

  #failed(errors: readonly RunError[]): void {
    for (const error of errors) {
      const { id } = error;
      if (id === undefined || !isObjectId(id)) continue;
      this.#told.add(id);
      this.left.delete(id);
      this.outcomes.set(id, 'failed');
      put(this.errors, id, pickError(error));
    }
  }

  /** What a run does not tell again is over, and what it deleted is usually gone. */
  #forget(): void {
    for (const [id, outcome] of this.outcomes) {
      if (this.#told.has(id) || outcome === 'created' || outcome === 'configured') continue;
      for (const facts of [this.outcomes, this.errors, this.left]) facts.delete(id);
    }
    this.#told.clear();
  }

  #drifted({ id, manager, fields, corrected, error }: Drift): void {
    if (corrected) this.troubles.delete(id);
    else if (error !== undefined) put(this.troubles, id, pickError(error));
    const who = manager === undefined ? {} : { manager: bound(manager) };
    put(this.drift, id, { ...who, fields: fields.map(bound), corrected });
  }

  #resolved(id: string): void {
    this.troubles.delete(id);
    const drift = this.drift.get(id);
    if (drift !== undefined) this.drift.set(id, { ...drift, corrected: true });
  }
}

/** Errors of a run name other things as well: `environment shop`. */
function isObjectId(id: string): boolean {
  return /^\S+\/\S+$/.test(id);
}

/** The newest are kept. */
function put<Fact>(facts: Map<string, Fact>, id: string, fact: Fact): void {
  facts.delete(id);
  facts.set(id, fact);
  const [oldest] = facts.keys();
  if (facts.size > most && oldest !== undefined) facts.delete(oldest);
}
