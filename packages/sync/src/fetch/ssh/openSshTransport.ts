import type { HttpClient } from 'isomorphic-git';
import type { Transport, TransportOptions } from '../transport.ts';
import { gitSsh } from './gitSsh.ts';
import { knownHostName } from './matchKnownHost.ts';
import type { SshTarget } from './parseSshUrl.ts';
import { SshConnections } from './sshConnections.ts';

const idle = 2 * 60 * 1000;

/** Git over ssh to one server. */
export function openSshTransport(target: SshTarget, { credentials, onBytes }: TransportOptions): Transport {
  const connections = new SshConnections({ target, credentials, idle });
  const name = knownHostName(target);
  return {
    host: name,
    // isomorphic-git knows http only, and gives the plugin this one.
    url: 'https://ssh.invalid',
    open: async ({ signal, limit }): Promise<HttpClient> =>
      gitSsh({ connections, name, path: target.path, limit, onBytes, signal }),
    close: () => connections.close(),
  };
}
