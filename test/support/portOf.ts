import type { Server } from 'node:net';

/** The TCP port on which a server listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('Cannot tell the port: the server must listen on TCP');
  return address.port;
}
