import type { backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import { RetryLater, WaitForChange } from './retryPolicy.ts';

// A server may name any time in Retry-After: zero would make a busy loop, a year would make a dead one.
const shortestAfter = 100;
const longestAfter = 3_600_000;

/**
 * When a failing loop tries again. A post cuts a backoff short once; until the backoff's own time has come, further
 * posts wait for it. So a new hint is tried at once, and a storm of them at most doubles the tries that backoff allows.
 */
export class RetrySchedule {
  readonly #clock: Clock;
  readonly #delays: ReturnType<typeof backoff>;
  #at: number | undefined;
  #postWakes = true;

  constructor(clock: Clock, delays: ReturnType<typeof backoff>) {
    this.#clock = clock;
    this.#delays = delays;
  }

  /** The time of the next retry, or undefined when none is due. */
  get at(): number | undefined {
    return this.#at;
  }

  /** Whether a post may start a pass now. */
  get postWakes(): boolean {
    return this.#postWakes;
  }

  /** A pass starts. */
  started(): void {
    if (this.#at === undefined) return;
    if (this.#clock.now() < this.#at) this.#postWakes = false;
    else this.#at = undefined;
  }

  succeeded(): void {
    this.#at = undefined;
    this.#postWakes = true;
    this.#delays.reset();
  }

  /** Answers in how many milliseconds the retry comes, or undefined when it waits for a change. */
  failed(error: unknown): number | undefined {
    if (error instanceof WaitForChange) {
      this.succeeded();
      return undefined;
    }
    const now = this.#clock.now();
    const after = error instanceof RetryLater ? error.after : undefined;
    const named = after === undefined ? undefined : now + Math.min(Math.max(after, shortestAfter), longestAfter);
    if (this.#at !== undefined && now < this.#at) {
      this.#at = Math.max(this.#at, named ?? this.#at);
    } else {
      this.#at = named ?? now + this.#delays.next();
      this.#postWakes = true;
    }
    return this.#at - now;
  }

  /** The host's clock was set back by `ms`: what was due stays as far away as it was. */
  clockSetBack(ms: number): void {
    if (this.#at !== undefined) this.#at -= ms;
  }
}
