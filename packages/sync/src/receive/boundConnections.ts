import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps at most so many connections open: one too many closes the one whose last request is the longest ago. Refusing
 * the new one instead would let anybody who opens idle connections shut everybody else out.
 */
export function boundConnections(server: Server, most: number): void {
  // A Set keeps the order of insertion: the first socket is the one that was quiet for the longest time.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const [oldest] = sockets;
    if (sockets.size > most) oldest?.destroy();
  });
  server.on('request', ({ socket }) => {
    if (sockets.delete(socket)) sockets.add(socket);
  });
}
