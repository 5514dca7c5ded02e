import type { Clock } from '@couplet/daemon';
import type { Emit } from '../events.ts';
import type { Applier } from '../appliedEnvironment.ts';

export type AskApplierDeps = {
  readonly applier: Applier;
  readonly emit: Emit;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The requests about which somebody wants to know; none ends the asking. */
  readonly ids: () => readonly string[];
};

export type AskApplier = {
  /** Asks again and again while somebody wants to know; `soon` begins with short pauses again. */
  start(soon: boolean): void;
  /** Asks once; whoever asks meanwhile shares the answer. Never rejects. */
  once(): Promise<void>;
  readonly silence: string | undefined;
};

const shortest = 100;
const longest = 1_000;

/** Asks the applier on behalf of all who wait, every 100 ms at first and every second later. */
export function askApplier({ applier, emit, clock, signal, ids }: AskApplierDeps): AskApplier {
  let silence: string | undefined;
  let asking: Promise<void> | undefined;
  let pause = shortest;
  let resting: AbortController | undefined;
  let isRunning = false;

  async function ask(): Promise<void> {
    try {
      const environments = await applier.environments(signal);
      silence = undefined;
      emit({ kind: 'applier', at: clock.now(), requests: ids(), environments });
    } catch (error) {
      silence = error instanceof Error ? error.message : String(error);
    } finally {
      asking = undefined;
    }
  }

  function once(): Promise<void> {
    asking ??= ask();
    return asking;
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (ids().length > 0 && !signal.aborted) {
        await once();
        if (ids().length === 0) return;
        resting = new AbortController();
        await clock.sleep(pause, AbortSignal.any([resting.signal, signal])).catch(() => {});
        pause = Math.min(pause * 1.3, longest);
      }
    } finally {
      // In the same turn as the last look at who waits: who comes after that starts it again.
      isRunning = false;
    }
  }

  return {
    once,
    start(soon) {
      if (soon || !isRunning) pause = shortest;
      if (soon) resting?.abort();
      if (!isRunning && ids().length > 0) void run();
    },
    get silence() {
      return silence;
    },
  };
}
