import type { Config } from '@couplet/config';
import type { Emit } from './events.ts';
import type { Repository } from './fetch/repository.ts';
import type { GitAccess } from './fetch/transport.ts';
import type { Applier } from './appliedEnvironment.ts';
import { ApplierWord } from './follow/applierWord.ts';
import { pass } from './pass.ts';
import type { VolumeMemory } from './passContext.ts';
import { problemOf, retryLater } from './problem.ts';
import { RepositoryHolder } from './repositoryHolder.ts';
import type { Trigger } from './trigger.ts';
import { HeadChecks } from './verify/headChecks.ts';
import { SoughtCommits } from './wait/soughtCommits.ts';

export type PassRunnerDeps = {
  readonly config: () => Config;
  readonly applier: Applier;
  readonly emit: Emit;
  readonly now: () => number;
  readonly beat: () => void;
  readonly access?: GitAccess;
  /** Asks for a pass after so many milliseconds, instead of the one that was asked for last; undefined for none. */
  readonly again: (after: number | undefined, trigger?: Trigger) => void;
};

/** Runs passes, each over what the configuration is when it begins. */
export class PassRunner {
  readonly #deps: PassRunnerDeps;
  readonly #holder: RepositoryHolder;
  readonly #applier: ApplierWord;
  readonly #volume: VolumeMemory = {
    prepared: false,
    damaged: false,
    nextCheck: 0,
    swept: 'nothing',
    mended: new Map(),
  };
  readonly #sought = new SoughtCommits();
  readonly #heads = new HeadChecks();
  #number = 0;

  constructor(deps: PassRunnerDeps) {
    this.#deps = deps;
    this.#holder = new RepositoryHolder(deps.emit, deps.now, deps.access);
    this.#applier = new ApplierWord(deps.applier, deps.now);
  }

  /** Rejects with RetryLater; see `pass`. */
  async run(trigger: Trigger, signal: AbortSignal): Promise<void> {
    this.#number += 1;
    const { emit, now, beat, again } = this.#deps;
    const sought = this.#sought;
    const number = this.#number;
    const config = this.#deps.config();
    const repository = await this.#open(config, trigger);
    const context = {
      number,
      config,
      repository,
      volume: this.#volume,
      applier: this.#applier,
      sought,
      checkHead: this.#heads.forPass({
        settings: config.repository.verify,
        readCommit: (id) => repository.objects.readCommit(id),
        now,
        onChecked: (commit, verdict) => emit({ kind: 'checked', at: now(), pass: number, commit, verdict }),
      }),
      emit,
      now,
      beat,
    };
    try {
      await pass(context, trigger, signal);
    } finally {
      again(sought.again?.after, sought.again?.trigger);
    }
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
