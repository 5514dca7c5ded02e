import type { Config } from '@couplet/config';
import type { Emit } from './events.ts';
import type { Repository } from './fetch/repository.ts';
import { pass } from './pass.ts';
import type { VolumeMemory } from './passContext.ts';
import { problemOf, retryLater } from './problem.ts';
import { RepositoryHolder } from './repositoryHolder.ts';
import type { Trigger } from './trigger.ts';

export type PassRunnerDeps = {
  readonly config: () => Config;
  readonly emit: Emit;
  readonly now: () => number;
  readonly beat: () => void;
};

/** Runs passes, each over what the configuration is when it begins. */
export class PassRunner {
  readonly #deps: PassRunnerDeps;
  readonly #holder: RepositoryHolder;
  readonly #volume: VolumeMemory = { prepared: false, damaged: false, nextCheck: 0, swept: false };
  #number = 0;

  constructor(deps: PassRunnerDeps) {
    this.#deps = deps;
    this.#holder = new RepositoryHolder(deps.emit, deps.now);
  }

  /** Rejects with RetryLater; see `pass`. */
  async run(trigger: Trigger, signal: AbortSignal): Promise<void> {
    this.#number += 1;
    const { emit, now, beat } = this.#deps;
    const config = this.#deps.config();
    const repository = await this.#open(config, trigger);
    const context = { number: this.#number, config, repository, volume: this.#volume, emit, now, beat };
    await pass(context, trigger, signal);
  }

  close(): void {
    this.#holder.close();
  }

  async #open(config: Config, { requests }: Trigger): Promise<Repository> {
    try {
      return await this.#holder.get(config);
    } catch (error) {
      const { emit, now } = this.#deps;
      const problem = problemOf(error, `use the git directory ${config.sync.git}`);
      const outcome = { state: 'failed', why: problem.why } as const;
      for (const { name: environment } of config.environments) {
        emit({ kind: 'environment', at: now(), pass: this.#number, environment, outcome, requests });
      }
      emit({ kind: 'passEnded', at: now(), pass: this.#number, result: 'failed', seconds: 0 });
      throw retryLater(problem);
    }
  }
}
