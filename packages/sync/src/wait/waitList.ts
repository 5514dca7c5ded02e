import type { Clock } from '@couplet/daemon';
import type { Emit, SyncEvent, WaitResult } from '../events.ts';
import type { Applier } from '../appliedEnvironment.ts';
import type { RequestRecord } from '../requestRecord.ts';
import type { Wait, Waits } from '../waits.ts';
import { askApplier } from './askApplier.ts';
import type { AskApplier } from './askApplier.ts';
import { standing } from './standing.ts';

export type WaitListDeps = {
  readonly record: (id: string) => RequestRecord | undefined;
  readonly applier: Applier;
  readonly emit: Emit;
  readonly clock: Clock;
  /** Ends every wait: the program stops. */
  readonly signal: AbortSignal;
  /** Waiters at most; 256 if absent. */
  readonly most?: number;
};

type Waiter = Wait & {
  readonly end: (result: WaitResult) => void;
  /** What the applier said before somebody waited may have changed: only after a look does the record count. */
  isFresh: boolean;
};

/** A look is no wait: it is answered without the applier after so many milliseconds. */
const longestLook = 1_000;

/**
 * Everybody who waits for a request to get somewhere. Woken by what happens in sync and by what the applier says, which is
 * asked only while somebody needs it.
 */
export class WaitList implements Waits {
  readonly #deps: WaitListDeps;
  readonly #most: number;
  readonly #waiters = new Set<Waiter>();
  readonly #looks = new Map<string, number>();
  readonly #asking: AskApplier;

  constructor(deps: WaitListDeps) {
    this.#deps = deps;
    this.#most = deps.most ?? 256;
    this.#asking = askApplier({ ...deps, ids: () => this.#wantedIds() });
    deps.signal.addEventListener('abort', () => this.#endAll('stopped'), { once: true });
  }

  get isFull(): boolean {
    return this.#waiters.size >= this.#most;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Why the applier did not answer the last time it was asked; undefined when it did. */
  get silence(): string | undefined {
    return this.#asking.silence;
  }

  /** Resolves as soon as one environment failed or all got there; `left` aborts when nobody wants the answer any more. */
  async wait(wait: Wait, left: AbortSignal): Promise<WaitResult> {
    const { emit, clock, signal } = this.#deps;
    const started = clock.now();
    const result = await this.#untilEnded(wait, left, signal.aborted ? 'stopped' : undefined);
    const seconds = (clock.now() - started) / 1000;
    emit({ kind: 'waited', at: clock.now(), request: wait.id, until: wait.until, result, seconds });
    return result;
  }

  /** Brings a record up to what the applier says now, or after a second to what it said before. */
  async look(id: string): Promise<void> {
    if (!this.#needsApplier(id)) return;
    const { clock, signal } = this.#deps;
    const ended = new AbortController();
    this.#looks.set(id, (this.#looks.get(id) ?? 0) + 1);
    try {
      const late = clock.sleep(longestLook, AbortSignal.any([ended.signal, signal])).catch(() => {});
      await Promise.race([this.#asking.once(), late]);
    } finally {
      ended.abort();
      const rest = (this.#looks.get(id) ?? 1) - 1;
      if (rest === 0) this.#looks.delete(id);
      else this.#looks.set(id, rest);
    }
  }

  /** To be told every event, after the records have been. */
  noticed(event: SyncEvent): void {
    if (!['fetched', 'environment', 'sought', 'givenUp', 'removed', 'applier'].includes(event.kind)) return;
    for (const waiter of this.#waiters) this.#check(waiter);
    if (event.kind === 'environment') this.#asking.start(event.outcome.state === 'published');
  }

  async #untilEnded(wait: Wait, left: AbortSignal, ended: WaitResult | undefined): Promise<WaitResult> {
    if (ended !== undefined) return ended;
    if (this.isFull) return 'full';
    const { promise, resolve } = Promise.withResolvers<WaitResult>();
    const timer = new AbortController();
    const waiter: Waiter = { ...wait, end: resolve, isFresh: wait.until === 'published' };
    const onLeft = (): void => resolve('gone');
    this.#waiters.add(waiter);
    this.#tell();
    left.addEventListener('abort', onLeft, { once: true });
    const late = (): void => {
      // When the applier is silent, what it said before is all there is.
      waiter.isFresh = true;
      this.#check(waiter);
      resolve('timeout');
    };
    this.#deps.clock.sleep(wait.timeout, timer.signal).then(late, () => {});
    try {
      if (left.aborted) return 'gone';
      this.#check(waiter);
      if (!waiter.isFresh) void this.look(wait.id).then(() => this.#refreshed(waiter));
      return await promise;
    } finally {
      timer.abort();
      left.removeEventListener('abort', onLeft);
      this.#waiters.delete(waiter);
      this.#tell();
    }
  }

  #refreshed(waiter: Waiter): void {
    waiter.isFresh = true;
    this.#check(waiter);
    this.#asking.start(true);
  }

  #check({ id, until, end, isFresh }: Waiter): void {
    if (!isFresh) return;
    const record = this.#deps.record(id);
    const stands = record === undefined ? 'failed' : standing(record, until);
    if (stands !== 'open') end(stands);
  }

  #endAll(result: WaitResult): void {
    for (const waiter of this.#waiters) waiter.end(result);
  }

  #wantedIds(): readonly string[] {
    const waited = [...this.#waiters].filter(({ until }) => until !== 'published').map(({ id }) => id);
    return [...new Set([...waited, ...this.#looks.keys()])].filter((id) => this.#needsApplier(id));
  }

  // Before its publication there is nothing that the applier could say of it.
  #needsApplier(id: string): boolean {
    return this.#deps.record(id)?.environments.some(({ published }) => published !== undefined) ?? false;
  }

  #tell(): void {
    this.#deps.emit({ kind: 'waiting', waiters: this.#waiters.size });
  }
}
