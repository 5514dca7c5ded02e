import type { Clock } from '@couplet/daemon';
import type { Leadership } from '../lease/leadership.ts';
import type { RunList } from './runList.ts';
import type { RunStore } from './runStore.ts';
import { Turns } from './turns.ts';

export type KeeperOptions = {
  list: RunList;
  store: Pick<RunStore, 'read' | 'write'>;
  clock: Clock;
  leadership: Pick<Leadership, 'now' | 'isHeld'>;
  /** What the store holds was read. */
  onRead: () => void;
  /** After each try to read or write; undefined: it went well. */
  onTurn: (failure: unknown) => void;
};

/** Milliseconds that a run waits for the record of the one before it: no record is worth a deploy. */
const longestWait = 5_000;
/** Whoever else wrote is noticed by the second round. */
const mostRounds = 5;

/**
 * Brings the runs of one environment into its store and back. It reads when it is known who leads, and anew whenever this
 * process begins to; it writes only while it leads. What fails is tried again, with longer and longer pauses.
 */
export class RunKeeper {
  readonly #options: KeeperOptions;
  readonly #turns: Turns;
  #term = 0;
  #readInTerm: number | undefined;
  #urgent: PromiseWithResolvers<void> | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    const { clock, onTurn } = options;
    const told = (failure: unknown): void => {
      this.#urgent?.resolve();
      this.#urgent = undefined;
      onTurn(failure);
    };
    this.#turns = new Turns({ clock, turn: (signal) => this.#turn(signal), onTurn: told });
  }

  /** Somebody leads now, or nobody does. */
  leadershipChanged(): void {
    const { now } = this.#options.leadership;
    if (now?.kind === 'leading') this.#term = now.term;
    if (now !== undefined && this.#readInTerm !== this.#term) this.#turns.within(0);
  }

  /** The list has something new, to be written within so many milliseconds; 0: before the next run. */
  changed(within: number): void {
    // While it fails, no run waits for it.
    if (within === 0 && !this.#turns.isFailing) this.#urgent ??= Promise.withResolvers();
    this.#turns.within(within);
  }

  /** Resolves when nothing urgent waits to be written, the try to write it failed, or that takes too long. */
  async written(signal: AbortSignal): Promise<void> {
    if (this.#urgent === undefined) return;
    const over = new AbortController();
    const late = this.#options.clock.sleep(longestWait, AbortSignal.any([signal, over.signal])).catch(() => {});
    await Promise.race([this.#urgent.promise, late]);
    over.abort();
  }

  /** Writes what is not written yet, as far as that can be done within so many milliseconds, and ends. */
  async close(within: number): Promise<void> {
    await this.#turns.close(within);
    this.#urgent?.resolve();
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { leadership } = this.#options;
    try {
      for (let round = 1; round <= mostRounds; round += 1) {
        await this.#read(signal);
        if (!leadership.isHeld() || (await this.#write(signal)) === 'written') return;
        this.#readInTerm = undefined;
      }
    } catch (error) {
      // Another writes now; what is not written stays here until this process leads again.
      if (this.#readInTerm !== undefined && !leadership.isHeld()) return;
      throw error;
    }
    throw new Error(`Cannot write the history: nobody else may write it, found another's change ${mostRounds} times`);
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { list, store, onRead } = this.#options;
    const term = this.#term;
    if (this.#readInTerm === term) return;
    list.load(await store.read(signal));
    this.#readInTerm = term;
    onRead();
  }

  async #write(signal: AbortSignal): Promise<'written' | 'outdated'> {
    const { list, store } = this.#options;
    for (const shard of list.unsaved()) {
      const records = list.shard(shard);
      const written = await store.write(shard, records, signal);
      if (written === 'outdated') return 'outdated';
      if (written === 'deleted') {
        // Whoever deletes history wants it to be gone, and may have deleted more than this.
        list.forget(shard);
        await store.write(shard, list.shard(shard), signal);
        return 'outdated';
      }
      list.saved(records);
    }
    return 'written';
  }
}
