import type { CommitStatus } from './commitStatus.ts';

const most = 2000;

/**
 * What is left to send of older and newer statuses: the newest of each commit in an environment, and of what is only
 * pending, the newest commit of the environment; 2,000 at most, the newest.
 */
export function mergeStatuses<T extends CommitStatus>(older: readonly T[], newer: readonly T[]): T[] {
  const merged = new Map<string, T>();
  for (const status of [...older, ...newer]) {
    const key = `${status.environment} ${status.commit}`;
    merged.delete(key);
    if (status.state === 'pending') dropPending(merged, status.environment);
    merged.set(key, status);
  }
  return [...merged.values()].slice(-most);
}

function dropPending(merged: Map<string, CommitStatus>, environment: string): void {
  for (const [key, one] of merged) {
    if (one.environment === environment && one.state === 'pending') merged.delete(key);
  }
}
