import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two questions after a long wait. */
const slowest = 250;

/**
 * Asks again and again until the answer is not undefined, and gives that answer: every 20 ms at first, and less often the
 * longer it waits, since asking costs what is waited for its share of the machine. After the deadline the error says what
 * was waited for and what was last seen.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { within = 60_000, every = 20, last }: { within?: number; every?: number; last?: () => unknown } = {},
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const waited = performance.now() - start;
    if (waited > within) {
      const seen = last === undefined ? '' : `; last seen: ${JSON.stringify(last(), undefined, 2)}`;
      throw new Error(`waited ${within} ms in vain until ${what}${seen}`);
    }
    await sleep(Math.max(every, Math.min(waited / 5, slowest)));
  }
}
