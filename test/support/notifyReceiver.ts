import {
  createServer as createPlain,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import { eventually } from './eventually.ts';
import { portOf } from './portOf.ts';

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

export type NotifyReceiver = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  /** Whatever came, the oldest first, answered or not. */
  readonly received: Received[];
  /** How the next requests are answered; 200 without a body at first. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Waits until so many requests have come, and gives them. */
  until(count: number): Promise<Received[]>;
};

/** A receiver of notifications on this machine; with `tls` it has that certificate. */
export async function startNotifyReceiver(tls?: { key: string; cert: string }): Promise<NotifyReceiver> {
  const received: Received[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      receiver.answer(request, response);
    });
  };
  const server = tls === undefined ? createPlain(handle) : createSecure(tls, handle);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const port = portOf(server);
  const receiver: NotifyReceiver = {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    received,
    answer: (_request, response) => response.end(),
    until: (count) =>
      eventually(`${count} notifications have come`, () => (received.length >= count ? received : undefined), {
        last: () => received.map(({ body }) => body),
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
