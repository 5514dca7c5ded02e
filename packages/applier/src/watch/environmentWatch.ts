import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import type { OpenStream } from '../apply/openStream.ts';
import type { ApplierEvent } from '../events.ts';
import type { PassInput } from '../pass.ts';
import type { PassState } from '../passContext.ts';
import { MemberNews } from './memberNews.ts';
import type { WatchBudget } from './watchBudget.ts';
import { Watches } from './watches.ts';

export type EnvironmentWatchOptions = {
  environment: string;
  state: PassState;
  api: Api;
  stream: OpenStream;
  clock: Clock;
  log: Log;
  budget: WatchBudget;
  record: (event: ApplierEvent) => void;
  /** There is drift to look at. */
  onDrift: () => void;
};

/** Keeps the members of one environment fresh between passes, and asks for a pass when one drifted. */
export class EnvironmentWatch {
  readonly #options: EnvironmentWatchOptions;
  readonly #news: MemberNews;
  readonly #watches: Watches;
  #wake = new AbortController();
  #deleting = '[]';

  constructor(options: EnvironmentWatchOptions) {
    const { environment, state, api, stream, clock, log, budget, record, onDrift } = options;
    const { members, drift } = state;
    this.#options = options;
    this.#news = new MemberNews({ members, drift, onDrift, onDeleting: () => this.#tellDeleting() });
    this.#watches = new Watches({
      owner: environment,
      members,
      news: this.#news,
      api,
      stream,
      clock,
      log,
      budget,
      onState: (told) => record({ kind: 'watching', environment, at: clock.now(), ...told }),
    });
  }

  /** Runs a pass: what is watched meanwhile is judged when it has ended, and its set is watched from then on. */
  async during(input: PassInput, pass: () => Promise<void>): Promise<void> {
    const { state, clock, onDrift } = this.#options;
    this.#news.hold();
    try {
      await pass();
    } finally {
      this.#news.release();
      if (state.discovered !== undefined && state.members.known) this.#watches.follow(state.discovered.kinds);
      this.#tellDeleting();
      this.#tellResolved(input);
      // What a run that failed has left may still be corrected alone.
      if (input !== 'drift' && state.drift.ready(clock.now())) onDrift();
      this.#wakeLater();
    }
  }

  async close(): Promise<void> {
    this.#wake.abort();
    await this.#watches.close();
  }

  #wakeLater(): void {
    const { state, clock, onDrift } = this.#options;
    this.#wake.abort();
    this.#wake = new AbortController();
    const due = state.drift.dueAt(clock.now());
    if (due === undefined) return;
    clock.sleep(due - clock.now(), this.#wake.signal).then(onDrift, () => {});
  }

  #tellResolved(input: PassInput): void {
    const { state, environment, clock, record } = this.#options;
    // A run creates what is missing and belongs to the repository.
    const missing = input === 'drift' ? 'open' : 'over';
    const ids = state.drift.resolved(state.members.members, clock.now(), missing);
    if (ids.length > 0) record({ kind: 'resolved', environment, at: clock.now(), ids });
  }

  #tellDeleting(): void {
    const { state, environment, clock, record } = this.#options;
    const objects = [...state.members.members.values()]
      .filter(({ deleting }) => deleting)
      .map(({ id, deletedAt }) => ({ id, ...(deletedAt !== undefined && { since: deletedAt }) }));
    const text = JSON.stringify(objects);
    if (text === this.#deleting) return;
    this.#deleting = text;
    record({ kind: 'deleting', environment, at: clock.now(), objects });
  }
}
