import { openNeighbour } from '@couplet/daemon';
import type { Applier } from '../appliedEnvironment.ts';
import { parseEnvironments } from './parseEnvironments.ts';

export type ApplierClientOptions = {
  /** URL without a path, asked for at each use. */
  readonly base: () => string;
  /** Milliseconds in which the whole answer must be there; default 5,000. */
  readonly timeout?: number;
};

// 1,000 environments with their bounded lists of errors are beyond it only when something is very wrong.
const longest = 8 * 1024 * 1024;

/** Asks the applier beside us over kept connections. */
export function openApplierClient({ base, timeout = 5_000 }: ApplierClientOptions): Applier & { close(): void } {
  const path = '/api/environments';
  const applier = openNeighbour({ name: 'the applier', setting: 'applier.listen', path, timeout, longest });
  return {
    async environments(signal) {
      const place = base();
      try {
        return parseEnvironments(await applier.ask(place, signal));
      } catch (cause) {
        signal.throwIfAborted();
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Cannot ask the applier at ${place}: ${why}`, { cause });
      }
    },
    close: () => applier.close(),
  };
}
