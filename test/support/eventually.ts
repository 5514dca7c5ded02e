import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is not undefined, and gives that answer. After the deadline the error says what
 * was waited for and what was last seen.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { within = 60_000, every = 20, last }: { within?: number; every?: number; last?: () => unknown } = {},
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) {
      const seen = last === undefined ? '' : `; last seen: ${JSON.stringify(last(), undefined, 2)}`;
      throw new Error(`waited ${within} ms in vain until ${what}${seen}`);
    }
    await sleep(every);
  }
}
