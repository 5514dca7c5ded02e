import { ApiError, ApiSilentError, ApiUnreachableError } from './apiError.ts';

const overloaded = new Set([429, 502, 503, 504]);

/**
 * Milliseconds to wait before a call is tried again, or undefined when the answer will not change by itself.
 * 500 is tried once more only: it is also what the server says of a request that is too large for etcd. A webhook that does
 * not answer is not asked again: each time costs up to 30 s, and the run is tried again anyway. Nor is a value of a wrong type.
 */
export function retryDelay(error: unknown, attempt: number): number | undefined {
  if (error instanceof ApiSilentError && attempt > 1) return undefined;
  // A keep-alive connection that the server has just closed deserves an immediate second try.
  if (error instanceof ApiUnreachableError) return 10 * 4 ** (attempt - 1);
  if (!(error instanceof ApiError)) return undefined;
  if (overloaded.has(error.httpStatus)) {
    const delay = Math.min(100 * 2 ** (attempt - 1), 2000);
    const asked = (error.status.details?.retryAfterSeconds ?? 0) * 1000;
    return Math.max(delay, Math.min(asked, 10_000));
  }
  const isKnown = /failed calling webhook|failed to create typed patch/.test(error.message);
  return error.httpStatus === 500 && attempt === 1 && !isKnown ? 100 : undefined;
}
