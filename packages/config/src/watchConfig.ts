import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';
import { look, readLook, type Look } from './loadFile.ts';
import type { Problem } from './problem.ts';

export type WatchOptions = {
  onValid(config: Config): void;
  onInvalid(problems: Problem[]): void;
  signal: AbortSignal;
  /** The configuration in force: the first look is reported when it says something else. */
  current?: Config;
  /** Milliseconds between two looks; 2000 by default. */
  interval?: number;
  /** Rejects when the signal aborts. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Looks at the file again and again and reports each new content once: `onValid` with what it means, or `onInvalid` with
 * what is wrong, and then the configuration in force stays. After problems a valid content is reported even when it is
 * the last good one. The first look is reported when it is invalid or differs from `current`.
 * Resolves when the signal aborts; rejects only with what a callback throws.
 *
 * Looks, not file watches: a ConfigMap mount flips a symlink two directories away (kubelet's AtomicWriter).
 */
export async function watchConfig(file: string, options: WatchOptions): Promise<void> {
  const { signal, current, interval = 2000, sleep = pause } = options;
  let last: Look | undefined;
  while (!signal.aborted) {
    const seen = await look(file);
    if (signal.aborted) return;
    if (last === undefined || !isSame(last, seen)) {
      const read = readLook(seen, file);
      const isKnown = last === undefined && (current === undefined || isUnchanged(read, current));
      last = seen;
      if (read.kind === 'invalid') options.onInvalid(read.problems);
      else if (!isKnown) options.onValid(read.config);
    }
    try {
      await sleep(interval, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

function isSame(one: Look, two: Look): boolean {
  if (one.kind === 'bytes') return two.kind === 'bytes' && one.bytes.equals(two.bytes);
  return two.kind === 'unreadable' && one.reason === two.reason;
}

function isUnchanged(read: ReturnType<typeof readLook>, current: Config): boolean {
  return read.kind === 'valid' && isDeepStrictEqual(read.config, current);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal });
}
