import { openNeighbour } from '@couplet/daemon';
import { parseStatus } from './parseStatus.ts';
import type { AskSync } from './syncAnswer.ts';

export type AskSyncOptions = {
  /** URL without a path, asked for at each use. */
  readonly base: () => string;
  /** Milliseconds in which the whole answer must be there; default 2,000. */
  readonly timeout?: number;
};

/** 1,000 environments with long sentences are 2 MiB. */
const longest = 4 * 1024 * 1024;

/** Asks the sync beside us for its status, over a kept connection. */
export function askSync({ base, timeout = 2_000 }: AskSyncOptions): { ask: AskSync; close(): void } {
  const sync = openNeighbour({ name: 'sync', setting: 'sync.internal', path: '/status', timeout, longest });
  return {
    async ask(signal) {
      const place = base();
      try {
        return { kind: 'status', environments: parseStatus(await sync.ask(place, signal)) };
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { kind: 'silence', why: `Cannot ask sync at ${place}: ${why}` };
      }
    },
    close: () => sync.close(),
  };
}
