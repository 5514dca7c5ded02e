import { text } from 'node:stream/consumers';
import { openConnection } from '../packages/applier/src/apply/connection.ts';
import { openStream } from '../packages/applier/src/apply/openStream.ts';

/**
 * Requests that the API server has answered so far, by verb and by its own `apiserver_request_total`. Left out are those
 * about leases, which everybody renews all the time, and those of its own health and metrics.
 */
export async function countRequests(kubeconfig: string): Promise<Record<string, number>> {
  const source = openConnection(kubeconfig, () => Date.now());
  const signal = AbortSignal.timeout(30_000);
  const metrics = await text(await openStream(source, { path: '/metrics', accept: 'text/plain', signal }, 30_000));
  const counts: Record<string, number> = {};
  for (const line of metrics.split('\n')) {
    if (!line.startsWith('apiserver_request_total{') || /[{,]resource="(?:leases)?"/.test(line)) continue;
    const verb = /verb="([^"]*)"/.exec(line)?.[1] ?? '?';
    counts[verb] = (counts[verb] ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return counts;
}

export function totalOf(requests: Record<string, number>): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}
