import type { Clock } from '@couplet/daemon';
import { EnvironmentMemory } from '../memory/environmentMemory.ts';
import type { PassInput } from '../passInput.ts';

export type ControlOptions = {
  environment: string;
  /** Where memories are kept. */
  ownNamespace: string;
  clock: Clock;
  /** Asks for a pass. */
  post: (input: PassInput) => void;
};

/** What decides, beside the publication, what a pass of one environment does: its memory, and what a person asked for. */
export class EnvironmentControl {
  readonly #options: ControlOptions;
  #memory: EnvironmentMemory;
  #term = 0;
  #observed = 0;
  #alarm = new AbortController();
  /** The first pass of this process writes down its attempt, so that the next process knows of a crash. */
  attempt: 'none' | 'begun' | 'over' = 'none';
  /** Hash of the plan whose deletes the last run held. */
  heldPlan: string | undefined;
  /** Hash of the plan that a person released. */
  approved: string | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#memory = this.#newMemory();
  }

  get memory(): EnvironmentMemory {
    return this.#memory;
  }

  /** Of a term in which this process leads: before it another may have written the memory, which is read anew. */
  useTerm(term: number): void {
    if (term === this.#term) return;
    this.#term = term;
    this.#memory = this.#newMemory();
  }

  /** Whether the cluster was not read yet in this term. */
  get isNewTerm(): boolean {
    return this.#term !== this.#observed;
  }

  /** The cluster was read: what another did before is known. */
  observed(): void {
    this.#observed = this.#term;
  }

  /** An approval counts for one run, whatever becomes of it. */
  takeApproval(): string | undefined {
    const { approved } = this;
    this.approved = undefined;
    return approved;
  }

  post(input: PassInput): void {
    this.#options.post(input);
  }

  /** Asks for a pass at that time (milliseconds since 1970) in place of the one before; undefined: at none. */
  wakeAt(at: number | undefined): void {
    const { clock, post } = this.#options;
    this.#alarm.abort();
    this.#alarm = new AbortController();
    if (at === undefined) return;
    clock.sleep(Math.max(0, at - clock.now()), this.#alarm.signal).then(
      () => post('publication'),
      () => {},
    );
  }

  close(): void {
    this.#alarm.abort();
  }

  #newMemory(): EnvironmentMemory {
    return new EnvironmentMemory(this.#options.environment, this.#options.ownNamespace);
  }
}
