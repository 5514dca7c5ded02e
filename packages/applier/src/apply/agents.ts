import http from 'node:http';
import https from 'node:https';
import type { Connection } from './connection.ts';

/**
 * Kept connections, `size` for each lane: calls of one environment that hang hold up no other. A lane starts anew when
 * the credentials of its connection change; calls that are still running keep the agent they started with.
 */
export class Agents {
  readonly #size: number;
  readonly #lanes = new Map<string, { tls: Connection['tls']; agent: http.Agent | https.Agent }>();

  constructor(size: number) {
    this.#size = size;
  }

  get(lane: string, { server, tls }: Connection): http.Agent | https.Agent {
    const known = this.#lanes.get(lane);
    if (known?.tls === tls) return known.agent;
    const options = { keepAlive: true, maxSockets: this.#size, scheduling: 'lifo' as const };
    const agent = server.protocol === 'https:' ? new https.Agent({ ...options, ...tls }) : new http.Agent(options);
    this.#lanes.set(lane, { tls, agent });
    return agent;
  }

  close(): void {
    for (const { agent } of this.#lanes.values()) agent.destroy();
  }
}
