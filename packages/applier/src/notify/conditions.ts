import type { Environment } from '@couplet/config';
import type { Clock } from '@couplet/daemon';
import type { ApplierEvent } from '../events.ts';
import type { Status } from '../report/status.ts';
import type { Condition } from './condition.ts';
import { conditionOf } from './conditionOf.ts';

export type ConditionsDeps = {
  /** Has recorded each event before it comes here. */
  status: Pick<Status, 'get'>;
  clock: Pick<Clock, 'now'>;
  environment: (name: string) => Pick<Environment, 'settle' | 'onFailure'> | undefined;
  onChange: () => void;
};

/** A fold over the events that may change what there is to tell; the others cost nothing. */
export class Conditions {
  readonly #deps: ConditionsDeps;
  readonly #conditions = new Map<string, Condition>();

  constructor(deps: ConditionsDeps) {
    this.#deps = deps;
  }

  record(event: ApplierEvent): void {
    const { kind, environment } = event;
    const { onChange } = this.#deps;
    if (kind === 'removed' || kind === 'standby') {
      // Another applier is to tell now; what is true here later, the first run will say.
      if (this.#conditions.delete(environment)) onChange();
      return;
    }
    const mayChange = kind === 'ended' || kind === 'unreadable' || kind === 'remembered' || kind === 'configured';
    if (mayChange || (kind === 'settled' && !event.same)) this.#look(environment);
  }

  get(environment: string): Condition | undefined {
    return this.#conditions.get(environment);
  }

  names(): string[] {
    return [...this.#conditions.keys()];
  }

  #look(name: string): void {
    const { status, clock, environment: find, onChange } = this.#deps;
    const environment = find(name);
    const facts = status.get(name);
    if (environment === undefined || facts === undefined || facts.state === 'running') return;
    this.#conditions.set(name, conditionOf(facts, environment, this.#conditions.get(name), clock.now()));
    onChange();
  }
}
