import type { Clock } from '@couplet/daemon';
import type { Trigger } from '../trigger.ts';

export type LookAgain = {
  /** Posts the trigger after so many milliseconds, instead of the one that was asked for last; undefined for none. */
  readonly ask: (after: number | undefined, trigger?: Trigger) => void;
};

/** One timer for the next look at what the server did not list. It ends with the signal. */
export function lookAgain(clock: Clock, post: (trigger: Trigger) => void, signal: AbortSignal): LookAgain {
  let pending: AbortController | undefined;
  signal.addEventListener('abort', () => pending?.abort(), { once: true });
  return {
    ask(after, trigger) {
      pending?.abort();
      pending = undefined;
      if (after === undefined || trigger === undefined || signal.aborted) return;
      const next = new AbortController();
      pending = next;
      clock.sleep(after, next.signal).then(
        () => post(trigger),
        () => {},
      );
    },
  };
}
