import type { PostAnswer } from './postBody.ts';

/** What follows from an answer. `after`: milliseconds that the receiver asks to wait. */
export type Verdict =
  | { kind: 'sent' }
  | { kind: 'failed'; why: string; after?: number }
  /** The receiver will say the same until a person changes something. */
  | { kind: 'refused'; why: string };

const longestAfter = 60 * 60_000;

/** Judges an answer of `host`; `now` in milliseconds since 1970. Pure. */
export function judgePost(host: string, { status, retryAfter, word }: PostAnswer, now: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const says = word === undefined ? '' : `: ${word}`;
  const why = `${host} must answer 2xx, found ${status}${says}`;
  if (status === 429 || status === 408 || status >= 500) {
    const after = waitOf(retryAfter, now);
    return { kind: 'failed', why, ...(after !== undefined && { after }) };
  }
  if (status >= 300 && status < 400) return { kind: 'refused', why: `${why}; redirects are not followed` };
  return { kind: 'refused', why };
}

/** Retry-After, seconds or a date (RFC 9110 §10.2.3). */
function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestAfter) : undefined;
}
