import { Client, Pool } from 'undici';
import type { Connection } from './connection.ts';

/** The API server itself ends an idle connection after 90 s. */
const keepIdle = 60_000;

/**
 * Kept connections, `size` for each lane: calls of one environment that hang hold up no other. A lane starts anew when
 * the credentials of its connection change; calls that are still running keep the pool they started with.
 */
export class Agents {
  readonly #size: number;
  readonly #lanes = new Map<string, { tls: Connection['tls']; pool: Pool }>();

  constructor(size: number) {
    this.#size = size;
  }

  get(lane: string, { server, tls }: Connection): Pool {
    const known = this.#lanes.get(lane);
    if (known?.tls === tls) return known.pool;
    const pool = new Pool(server.origin, { ...optionsOf(tls), connections: this.#size });
    this.#lanes.set(lane, { tls, pool });
    // Ends when its calls have.
    known?.pool.close().catch(() => {});
    return pool;
  }

  close(): void {
    for (const { pool } of this.#lanes.values()) pool.destroy().catch(() => {});
  }
}

/** One connection apart from all others; close it. */
export function ownConnection({ server, tls }: Connection): Client {
  return new Client(server.origin, optionsOf(tls));
}

/** Deadlines are ours, and one connection carries one call at a time. */
function optionsOf(tls: Connection['tls']): Client.Options {
  return {
    connect: { ...tls, timeout: 0 },
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepIdle,
    pipelining: 1,
    allowH2: false,
  };
}
