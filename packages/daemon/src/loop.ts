import { backoff, type BackoffOptions } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Health } from './health.ts';
import type { Log } from './log.ts';
import type { Mailbox } from './mailbox.ts';
import { RetryLater, WaitForChange } from './retryPolicy.ts';
import { RetrySchedule } from './retrySchedule.ts';

// A waiting loop still turns this often, so that liveness needs no event from outside and a changed interval counts soon.
const beatEvery = 5_000;

export type Loop<T> = {
  mailbox: Mailbox<T>;
  /** Milliseconds from the end of one interval pass to the next, more than 0; Infinity for none. Asked again every 5 s. */
  interval: () => number;
  /** The input of an interval pass. */
  idle: () => T;
  /** Must end soon after `signal` aborts. Its error says when to try again: RetryLater, WaitForChange, else a bug. */
  pass: (input: T, signal: AbortSignal) => Promise<void>;
  health: Health;
  name: string;
  log: Log;
  clock: Clock;
  signal: AbortSignal;
  /** Told each failure of a pass, for metrics; the loop has logged it already. */
  onError?: (error: unknown) => void;
  backoff?: BackoffOptions;
};

/**
 * Runs one pass after another, never two at once: the first at once with `idle()`, then one for each post (all that was
 * posted during a pass makes one more), one for each interval, and retries as the error of a pass asks. The input of a
 * failed pass is kept and merged, as the older one, into that of the next.
 * Resolves when `signal` has aborted and the running pass has ended.
 */
export async function runLoop<T>(loop: Loop<T>): Promise<void> {
  const retries = new RetrySchedule(loop.clock, backoff(loop.backoff));
  let idleEnded: number | undefined;
  let kept: { value: T } | undefined;
  while (await untilDue()) {
    const idle = untilIdle() <= 0;
    if (idle) loop.mailbox.putBack(loop.idle());
    if (kept !== undefined) loop.mailbox.putBack(kept.value);
    const taken = loop.mailbox.takeNow();
    if (taken === undefined) continue;
    retries.started();
    kept = (await succeeds(loop, retries, taken.value)) ? undefined : taken;
    if (idle) idleEnded = loop.clock.now();
  }

  function untilIdle(): number {
    return idleEnded === undefined ? 0 : idleEnded + loop.interval() - loop.clock.now();
  }

  // Answers false when the program stops.
  async function untilDue(): Promise<boolean> {
    let last = loop.clock.now();
    while (!loop.signal.aborted) {
      loop.health.beat(loop.name);
      const now = loop.clock.now();
      if (now < last) {
        if (idleEnded !== undefined) idleEnded -= last - now;
        retries.clockSetBack(last - now);
      }
      last = now;
      if (loop.mailbox.waiting && retries.postWakes) return true;
      const left = retries.at === undefined ? untilIdle() : retries.at - now;
      if (left <= 0) return true;
      await rest(loop, Math.min(left, beatEvery), retries.postWakes);
    }
    return false;
  }
}

async function succeeds<T>(loop: Loop<T>, retries: RetrySchedule, input: T): Promise<boolean> {
  try {
    await loop.pass(input, loop.signal);
    retries.succeeded();
    return true;
  } catch (error) {
    if (loop.signal.aborted) {
      loop.log.info({ loop: loop.name, err: error }, 'pass ended early, because the program stops');
      return false;
    }
    report(loop, error, retries.failed(error));
    loop.onError?.(error);
    return false;
  }
}

function report<T>(loop: Loop<T>, error: unknown, retryIn: number | undefined): void {
  const fields = { loop: loop.name, err: error, retryIn: retryIn === undefined ? undefined : Math.round(retryIn) };
  if (error instanceof WaitForChange) loop.log.warn(fields, 'pass failed, waits for a change');
  else if (error instanceof RetryLater) loop.log.warn(fields, 'pass failed, will be tried again');
  else loop.log.error(fields, 'pass failed unexpectedly, will be tried again');
}

// Ends after `ms`, on abort, or, if `untilPost`, when something is posted; never rejects.
async function rest<T>(loop: Loop<T>, ms: number, untilPost: boolean): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  loop.signal.addEventListener('abort', end, { once: true });
  const waits = [loop.clock.sleep(ms, ended.signal)];
  if (untilPost) waits.push(loop.mailbox.arrival(ended.signal));
  try {
    await Promise.race(waits);
  } catch {
    // Aborted: the caller looks at the signal.
  } finally {
    loop.signal.removeEventListener('abort', end);
    end();
  }
}
