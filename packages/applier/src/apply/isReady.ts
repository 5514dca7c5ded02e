import type { Connection } from './connection.ts';
import { exchange } from './exchange.ts';

/** Milliseconds. */
const patience = 5_000;

/** Whether the API server says that it is well, its store included; on a connection of its own, because others may hang. */
export async function isReady(connection: Connection, signal: AbortSignal): Promise<boolean> {
  try {
    const request = {
      method: 'GET',
      path: '/readyz',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    } as const;
    const response = await exchange(connection, request, { agent: false, ...connection.tls });
    response.resume();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}
