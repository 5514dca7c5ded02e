import type { Server } from 'node:http';
import { Socket } from 'node:net';

export type BoundConnections = {
  /** Says that a request on this connection was authenticated. */
  trust(socket: Socket): void;
  /** Neither counts nor closes a connection whose answer is held, however quiet, until the function that it answers is called. */
  hold(socket: Socket): () => void;
};

/**
 * Keeps at most so many connections open: one too many closes the one whose last request is the longest ago, of those that
 * never authenticated before all others. Refusing the new one instead would let anybody who opens connections shut
 * everybody else out.
 */
export function boundConnections(server: Server, most: number): BoundConnections {
  // A Set keeps the order of insertion: the first socket is the one that was quiet for the longest time.
  const strangers = new Set<Socket>();
  const trusted = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const [stranger] = strangers;
    const [oldest] = trusted;
    strangers.add(socket);
    socket.once('close', () => {
      strangers.delete(socket);
      trusted.delete(socket);
    });
    if (strangers.size + trusted.size <= most) return;
    const victim = stranger ?? oldest;
    if (victim === undefined) return;
    // At once: its event `close` comes only after further connections, which would choose the same victim again.
    strangers.delete(victim);
    trusted.delete(victim);
    victim.destroy();
  });
  server.on('request', ({ socket }) => {
    for (const sockets of [strangers, trusted]) if (sockets.delete(socket)) sockets.add(socket);
  });
  return {
    trust(socket) {
      if (strangers.delete(socket)) trusted.add(socket);
    },
    hold(socket) {
      strangers.delete(socket);
      trusted.delete(socket);
      // Not so the stand-in for a socket of a request that came over none.
      if (socket instanceof Socket) {
        socket.setTimeout(0);
        // A client that vanished without a word is for TCP to find out.
        socket.setKeepAlive(true, 30_000);
      }
      return () => {
        if (!socket.destroyed) trusted.add(socket);
      };
    },
  };
}
