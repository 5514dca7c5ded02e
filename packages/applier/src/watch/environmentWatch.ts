import { isDeepStrictEqual } from 'node:util';
import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import type { OpenStream } from '../apply/openStream.ts';
import type { ApplierEvent } from '../events.ts';
import { Follower } from '../load/follower.ts';
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
  readonly #written = new Follower<string>();
  /** Members that are being deleted, by id, and since when; as told. */
  #deleting = new Map<string, string | undefined>();

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
    const { members } = state.members;
    const written = this.#written.look(members);
    const concerns = (id: string): boolean => members.get(id)?.deleting === true || this.#deleting.has(id);
    if (written !== undefined && !written.values().some(concerns)) return;
    const deleting = members.values().filter((live) => live.deleting);
    const now = new Map(deleting.map(({ id, deletedAt }) => [id, deletedAt]));
    if (isDeepStrictEqual(now, this.#deleting)) return;
    this.#deleting = now;
    const objects = [...now].map(([id, since]) => ({ id, ...(since !== undefined && { since }) }));
    record({ kind: 'deleting', environment, at: clock.now(), objects });
  }
}
