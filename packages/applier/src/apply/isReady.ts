import { ownConnection } from './agents.ts';
import type { Connection } from './connection.ts';
import { exchange } from './exchange.ts';

/** Milliseconds. */
const patience = 5_000;

/** Whether the API server says that it is well, its store included; on a connection of its own, because others may hang. */
export async function isReady(connection: Connection, signal: AbortSignal): Promise<boolean> {
  const client = ownConnection(connection);
  try {
    const { status } = await exchange(client, connection, { method: 'GET', path: '/readyz', signal }, patience);
    return status === 200;
  } catch {
    return false;
  } finally {
    client.destroy().catch(() => {});
  }
}
