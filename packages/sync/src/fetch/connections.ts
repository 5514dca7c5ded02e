import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

export type Connections = {
  /** The agent that holds the open connections for this URL under this certificate authority. */
  agent(url: URL, ca: string | undefined): HttpAgent;
  close(): void;
};

/** Keep-alive connections to one git server: a TLS handshake costs more than a whole incremental fetch. */
export function openConnections(): Connections {
  const plain = new HttpAgent({ keepAlive: true, maxSockets: 4 });
  let secure: { ca: string | undefined; agent: HttpsAgent } | undefined;
  return {
    agent(url, ca) {
      if (url.protocol === 'http:') return plain;
      if (secure === undefined || secure.ca !== ca) {
        secure?.agent.destroy();
        // rejectUnauthorized is said aloud: the default follows an environment variable.
        const trust = { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) } as const;
        secure = { ca, agent: new HttpsAgent({ keepAlive: true, maxSockets: 4, ...trust }) };
      }
      return secure.agent;
    },
    close() {
      plain.destroy();
      secure?.agent.destroy();
    },
  };
}
