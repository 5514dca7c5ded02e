import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { ReceiverTimeouts } from './receiverDeps.ts';

/** The HTTP server under the receiver: no request, no half of one and no silence lasts longer than these timeouts. */
export function listenerServer(timeouts: ReceiverTimeouts, serve: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.checkEvery,
      maxHeaderSize: 16_384,
      // Of a body that nobody reads yet no more than came with its head is taken.
      highWaterMark: 16_384,
    },
    serve,
  );
  server.setTimeout(timeouts.connection);
  return server;
}
