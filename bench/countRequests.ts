import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { openConnection } from '../packages/applier/src/apply/connection.ts';

/** Requests that the API server has answered so far, by its own `apiserver_request_total`, but for those about leases. */
export async function countRequests(kubeconfig: string): Promise<number> {
  const { server, tls, authorization } = await openConnection(kubeconfig, () => Date.now()).current();
  const headers = authorization === undefined ? {} : { authorization };
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const client = server.protocol === 'https:' ? https : http;
  client.get(new URL('/metrics', server), { ...tls, headers }, resolve).on('error', reject);
  const metrics = await text(await promise);
  let total = 0;
  for (const line of metrics.split('\n')) {
    // They are renewed by everybody all the time.
    if (!line.startsWith('apiserver_request_total{') || line.includes('resource="leases"')) continue;
    total += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return total;
}
