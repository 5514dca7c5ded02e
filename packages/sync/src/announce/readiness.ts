import type { Clock } from '@couplet/daemon';
import type { Emit } from '../events.ts';
import type { NoTarget, StatusTarget } from './statusTarget.ts';

export type ReadinessDeps = {
  readonly target: () => StatusTarget | NoTarget;
  /** Undefined: there is none. Rejects with an Error that says what is wrong, in a sentence. */
  readonly token: () => Promise<string | undefined>;
  readonly emit: Emit;
  readonly clock: Clock;
};

/** What it takes to send a status. */
export type Ready = { readonly target: StatusTarget; readonly token: string };

/** Whether statuses can be sent: asked before each one, because files and configuration change. Tells when that changes. */
export class Readiness {
  readonly #deps: ReadinessDeps;
  #told: string | undefined;

  constructor(deps: ReadinessDeps) {
    this.#deps = deps;
  }

  async check(): Promise<Ready | undefined> {
    const target = this.#deps.target();
    if (target.kind === 'none') return this.#off(target.why);
    let token: string | undefined;
    try {
      token = await this.#deps.token();
    } catch (error) {
      return this.#off(`Cannot read the token: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (token === undefined) return this.#off('there is no file status-token in sync.credentials');
    this.#tell('', {});
    return { target, token };
  }

  #off(off: string): undefined {
    this.#tell(off, { off });
  }

  #tell(now: string, facts: { readonly off?: string }): void {
    if (now === this.#told) return;
    this.#told = now;
    this.#deps.emit({ kind: 'commitStatuses', at: this.#deps.clock.now(), ...facts });
  }
}
