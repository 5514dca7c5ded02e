import type { Held, LeaseState } from './holdLease.ts';

export type Decision =
  /** `term` grows with each time the lease is taken: in between another may have written. `signal` aborts when it is lost. */
  | { readonly kind: 'leading'; readonly term: number; readonly signal: AbortSignal }
  | { readonly kind: 'standby'; readonly holder: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Whether this process may write now, as passes and actions ask for it. */
export class Leadership {
  #decision: Decision | undefined;
  #decided = Promise.withResolvers<void>();
  #held: Held | undefined;
  #terms = 0;

  /** Undefined before the first answer, and between the loss of the lease and the next answer. */
  get now(): Decision | undefined {
    return this.#decision;
  }

  /** False as soon as another may write. */
  isHeld(): boolean {
    return this.#held?.isHeld() ?? false;
  }

  /** Waits until it is known. Rejects with the signal's reason. */
  async decision(signal: AbortSignal): Promise<Decision> {
    while (this.#decision === undefined) {
      signal.throwIfAborted();
      const aborted = Promise.withResolvers<void>();
      const onAbort = (): void => aborted.resolve();
      signal.addEventListener('abort', onAbort, { once: true });
      await Promise.race([this.#decided.promise, aborted.promise]);
      signal.removeEventListener('abort', onAbort);
    }
    return this.#decision;
  }

  /** What `holdLease` tells, apart from `held`: that counts when the work begins. */
  tell(state: LeaseState): void {
    if (state.kind === 'waiting') this.#decide({ kind: 'standby', holder: state.holder });
    if (state.kind === 'failed') this.#decide(state);
    if (state.kind === 'lost') this.#undecide();
  }

  /** The lease was taken. */
  lead(held: Held): void {
    this.#held = held;
    this.#terms += 1;
    this.#decide({ kind: 'leading', term: this.#terms, signal: held.signal });
  }

  #decide(decision: Decision): void {
    this.#decision = decision;
    this.#decided.resolve();
  }

  #undecide(): void {
    this.#decision = undefined;
    this.#decided = Promise.withResolvers<void>();
  }
}
