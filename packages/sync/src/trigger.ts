import { newestRequests } from './newestRequests.ts';
import type { SyncRequest } from './syncRequest.ts';

/** Why a pass runs. It is a hint: what is true is read from the server and the volume. */
export type Trigger = {
  readonly cause: 'poll' | 'request' | 'configuration' | 'search';
  /** Configured refs that are said to have moved, or that any may have. */
  readonly refs: 'all' | readonly string[];
  /** Configured refs that may have moved meanwhile: listed first, and fetched only when they have. */
  readonly listed?: readonly string[];
  /** A request said that history was rewritten. */
  readonly forced: boolean;
  /** Oldest first; the newest 1,000 at most, webhooks and people apart. */
  readonly requests: readonly SyncRequest[];
};

/** One trigger that asks for what both ask for; a thousand pushes during a pass become one more pass. */
export function mergeTriggers(waiting: Trigger, next: Trigger): Trigger {
  const all = waiting.refs === 'all' || next.refs === 'all';
  const listed = [...new Set([...(waiting.listed ?? []), ...(next.listed ?? [])])];
  return {
    cause: waiting.requests.length > 0 ? waiting.cause : next.cause,
    refs: all ? 'all' : [...new Set([...waiting.refs, ...next.refs])],
    ...(listed.length > 0 && { listed }),
    forced: waiting.forced || next.forced,
    requests: newestRequests([...waiting.requests, ...next.requests]),
  };
}
