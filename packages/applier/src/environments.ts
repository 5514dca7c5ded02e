import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '@couplet/config';
import type { EnvironmentActions } from './control/environmentActions.ts';
import { startEnvironment, type RunningEnvironment, type Shared } from './environmentLoop.ts';
import type { ObjectReference } from './notices/objectPoster.ts';
import type { ObjectPage, ObjectQuery } from './objects/objectRow.ts';
import type { ActionAnswer, Actions } from './report/actions/actions.ts';

/** The loops of all configured environments, side by side; one that fails or waits does not delay another. */
export class Environments {
  readonly #shared: Shared;
  readonly #signal: AbortSignal;
  readonly #running = new Map<string, RunningEnvironment>();

  constructor(shared: Shared, signal: AbortSignal) {
    this.#shared = shared;
    this.#signal = signal;
  }

  names(): string[] {
    return [...this.#running.keys()];
  }

  hint(name: string): void {
    this.#running.get(name)?.hint();
  }

  /** What a person asks of an environment. */
  readonly actions: Actions = {
    run: (name) => this.#act(name, (actions) => actions.run()),
    suspend: (name, options) => this.#act(name, (actions) => actions.suspend(options)),
    resume: (name) => this.#act(name, (actions) => actions.resume()),
    approve: (name, plan) => this.#act(name, (actions) => actions.approve(plan)),
  };

  /** The objects of an environment, a page at a time; undefined while it does not run. */
  readonly objects = {
    query: (name: string, query: ObjectQuery): ObjectPage | undefined => this.#running.get(name)?.objects.query(query),
    refer: (name: string, id: string): ObjectReference | undefined => this.#running.get(name)?.objects.refer(id),
  };

  async #act(name: string, act: (actions: EnvironmentActions) => Promise<ActionAnswer>): Promise<ActionAnswer> {
    const running = this.#running.get(name);
    if (running !== undefined) return act(running.actions);
    return { kind: 'unavailable', message: `Cannot act on ${name}: it must run, found that it is being started again` };
  }

  /** Passes run or stop running: every environment says so. */
  leadershipChanged(): void {
    for (const running of this.#running.values()) running.hint();
  }

  /** Starts what is new, restarts what changed, stops what is gone: its objects stay in the cluster. */
  async configure(environments: Environment[]): Promise<void> {
    const wanted = new Map(environments.map((environment) => [environment.name, environment]));
    const outdated = [...this.#running].filter(
      ([name, { environment }]) => !isDeepStrictEqual(environment, wanted.get(name)),
    );
    await Promise.all(
      outdated.map(async ([name, running]) => {
        this.#running.delete(name);
        await running.stop();
        if (wanted.has(name)) return;
        this.#shared.record({ kind: 'removed', environment: name, at: this.#shared.clock.now() });
      }),
    );
    this.#shared.claims.configure([...wanted.keys()]);
    for (const environment of environments) {
      if (this.#running.has(environment.name)) continue;
      this.#running.set(environment.name, startEnvironment(environment, this.#shared, this.#signal));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.stop()));
  }
}
