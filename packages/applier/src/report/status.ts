import type { ApplierEvent } from '../events.ts';
import { foldEnvironment, type EnvironmentState } from './environmentState.ts';
import { environmentStatus, type EnvironmentStatus } from './environmentStatus.ts';

/** What is true of every configured environment, in the order of their configuration. Its memory is bounded. */
export class Status {
  readonly #states = new Map<string, EnvironmentState>();

  record(event: ApplierEvent): void {
    const state = foldEnvironment(this.#states.get(event.environment), event);
    if (state === undefined) this.#states.delete(event.environment);
    else this.#states.set(event.environment, state);
  }

  /** Undefined for an environment that is not configured. */
  get(name: string): EnvironmentStatus | undefined {
    const state = this.#states.get(name);
    return state && environmentStatus(state);
  }

  list(): EnvironmentStatus[] {
    return [...this.#states.values()].map((state) => environmentStatus(state));
  }
}
