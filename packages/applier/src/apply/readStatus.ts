import type { ApiStatus } from './apiError.ts';
import type { Exchanged } from './exchange.ts';

/** What an answer with an error says: its body as a `Status` (meta/v1), with the header Retry-After. */
export function readStatus(text: string, { headers }: Pick<Exchanged, 'headers'>): ApiStatus {
  const status = parseStatus(text);
  const seconds = Number(headers['retry-after']);
  if (!(seconds > 0)) return status;
  return { ...status, details: { ...status.details, retryAfterSeconds: seconds } };
}

function parseStatus(text: string): ApiStatus {
  try {
    const status: unknown = JSON.parse(text);
    if (typeof status === 'object' && status !== null) return status;
  } catch {
    // Proxies and "404 page not found" answer in plain text.
  }
  return { message: text.trim().slice(0, 1000) };
}
