import type { Clock } from '@couplet/daemon';

export type TurnsOptions = {
  clock: Clock;
  /** One turn. What it throws is told and tried again. */
  turn: (signal: AbortSignal) => Promise<void>;
  /** After each turn; undefined: it went well. */
  onTurn: (failure: unknown) => void;
};

/** Milliseconds for one turn; the client tries each request several times within it. */
const deadline = 30_000;
const shortestPause = 1_000;
const longestPause = 30_000;

/** Work that is asked for again and again and done once for all who ask, one turn at a time, at the earliest time wanted. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #ending = new AbortController();
  #waking = new AbortController();
  #running: Promise<void> | undefined;
  /** When the next turn is wanted; milliseconds since 1970. */
  #due = Infinity;
  #failures = 0;
  #isClosing = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** The last turn failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Asks for a turn within so many milliseconds; after a failure its pause counts. */
  within(ms: number): void {
    if (this.#isClosing) return;
    const due = this.#options.clock.now() + (this.isFailing ? this.#pause : ms);
    if (due >= this.#due) return;
    this.#due = due;
    this.#waking.abort();
    this.#running ??= this.#run();
  }

  /** Ends after one last turn, if one is wanted, and at the latest after so many milliseconds of real time. */
  async close(ms: number): Promise<void> {
    if (this.#due < Infinity) this.#due = 0;
    this.#isClosing = true;
    this.#waking.abort();
    const late = setTimeout(() => this.#ending.abort(new Error('the program ends')), ms);
    await this.#running;
    clearTimeout(late);
  }

  get #pause(): number {
    return Math.min(longestPause, shortestPause * 2 ** (this.#failures - 1));
  }

  async #run(): Promise<void> {
    const { clock, turn, onTurn } = this.#options;
    // In a turn of its own, so that whoever asks is never held up.
    await Promise.resolve();
    while (this.#due < Infinity && !this.#ending.signal.aborted) {
      const wait = this.#due - clock.now();
      if (wait > 0) {
        this.#waking = new AbortController();
        await clock.sleep(wait, AbortSignal.any([this.#waking.signal, this.#ending.signal])).catch(() => {});
        continue;
      }
      this.#due = Infinity;
      try {
        await turn(AbortSignal.any([this.#ending.signal, AbortSignal.timeout(deadline)]));
        this.#failures = 0;
        onTurn(undefined);
      } catch (error) {
        this.#failures += 1;
        onTurn(error);
        if (this.#isClosing) break;
        this.#due = clock.now() + this.#pause;
      }
    }
    this.#running = undefined;
  }
}
