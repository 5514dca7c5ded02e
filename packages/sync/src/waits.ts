import type { Until, WaitResult } from './events.ts';

/** `timeout` in milliseconds. */
export type Wait = { readonly id: string; readonly until: Until; readonly timeout: number };

/** What who receives calls needs of those that wait. */
export type Waits = {
  readonly isFull: boolean;
  /** Why the applier did not answer the last time it was asked; undefined when it did. */
  readonly silence: string | undefined;
  /** Resolves as soon as one environment failed or all got there; `left` aborts when nobody wants the answer any more. */
  wait(wait: Wait, left: AbortSignal): Promise<WaitResult>;
  /** Brings a record up to what the applier says now, or after a second to what it said before. */
  look(id: string): Promise<void>;
};
