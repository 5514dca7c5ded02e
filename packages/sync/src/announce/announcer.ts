import type { Clock } from '@couplet/daemon';
import { Mailbox } from '@couplet/daemon';
import type { Environment } from '@couplet/config';
import type { SyncEvent } from '../events.ts';
import type { Applier, AppliedEnvironment } from '../appliedEnvironment.ts';
import { Announcements } from './announcements.ts';
import { StatusSender } from './statusSender.ts';
import type { StatusSenderDeps } from './statusSender.ts';

export type AnnouncerDeps = StatusSenderDeps & {
  readonly applier: Applier;
  readonly environments: () => readonly Environment[];
  readonly clock: Clock;
};

/** Milliseconds between two questions to the applier while some commit is pending: the first, and the longest. */
const first = 250;
const longest = 5_000;

/** Sends word back about each published commit, beside the passes and never in their way. */
export class Announcer {
  readonly #deps: AnnouncerDeps;
  readonly #announcements = new Announcements();
  readonly #sender: StatusSender;
  readonly #news = new Mailbox<true>(() => true);

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
    this.#sender = new StatusSender(deps);
  }

  /** A fold over events: what was published is to be told, and what the applier said of it, whoever asked. */
  add(event: SyncEvent): void {
    if (event.kind === 'removed') this.#announcements.removed(event.environment);
    if (event.kind === 'applier') this.#look(event.environments);
    if (event.kind !== 'environment') return;
    const { environment, outcome } = event;
    if (outcome.state !== 'published' && outcome.state !== 'unchanged') return;
    const isNew = outcome.state === 'published';
    this.#sender.put(this.#announcements.published(environment, outcome.commit, { isNew }));
    if (this.#announcements.open) this.#news.post(true);
  }

  #look(applied: readonly AppliedEnvironment[]): void {
    const environments = this.#deps.environments();
    const waits = (name: string): boolean => (environments.find((one) => one.name === name)?.settle ?? 0) > 0;
    this.#sender.put(this.#announcements.look(applied, waits));
  }

  /** Ends when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#sender.run(signal), this.#follow(signal)]);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { applier } = this.#deps;
    let pause = first;
    while (!signal.aborted) {
      const hasNews = await this.#rest(pause, signal);
      pause = hasNews ? first : Math.min(pause * 1.5, longest);
      if (hasNews || signal.aborted) continue;
      // An applier that does not answer is asked again; that it does not is told elsewhere.
      const applied = await applier.environments(signal).catch(() => []);
      this.#look(applied);
    }
  }

  /** Waits so long, or without end while nothing is open; answers whether something was published meanwhile. */
  async #rest(pause: number, signal: AbortSignal): Promise<boolean> {
    const ended = new AbortController();
    const end = AbortSignal.any([signal, ended.signal]);
    const ms = this.#announcements.open ? pause : Number.POSITIVE_INFINITY;
    const waits = [this.#news.arrival(end), this.#deps.clock.sleep(ms, end)];
    // Both reject when the signal aborts, which is what the caller looks at.
    await Promise.race(waits).catch(() => {});
    ended.abort();
    await Promise.allSettled(waits);
    return this.#news.takeNow() !== undefined;
  }
}
