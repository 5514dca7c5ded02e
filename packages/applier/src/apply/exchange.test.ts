import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Dispatcher } from 'undici';
import { ownConnection } from './agents.ts';
import type { ApiRequest } from './apiRequest.ts';
import type { Connection } from './connection.ts';
import { exchange, requestOf, type Exchanged } from './exchange.ts';

/** Long enough never to end a call of these tests. */
const patient = 60_000;

/** A server, one connection to it, and the paths that it was asked for. */
async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<
  AsyncDisposable & { seen: string[]; call(request?: Partial<ApiRequest>, deadline?: number): Promise<Exchanged> }
> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = { server: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), tls: {} };
  const client = ownConnection(connection);
  return {
    seen,
    call: async (request, deadline = patient) =>
      await exchange(
        client,
        connection,
        { method: 'GET', path: '/x', signal: new AbortController().signal, ...request },
        deadline,
      ),
    async [Symbol.asyncDispose]() {
      await client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('an answer that comes in many pieces is whole', async () => {
  const text = 'ä'.repeat(300_000);
  await using server = await serving((_request, response) => void response.end(text));
  assert.equal((await server.call()).text, text);
});

test('an answer of exactly as many bytes as are taken is taken', async () => {
  await using server = await serving((_request, response) => void response.end('12345'));
  assert.equal((await server.call({ maxBytes: 5 })).text, '12345');
  await assert.rejects(server.call({ maxBytes: 4 }), /at most 4 bytes/);
});

test('a call that nobody waits for any more closes its connection', async () => {
  const closed = Promise.withResolvers<void>();
  await using server = await serving((request) => void request.socket.once('close', () => closed.resolve()));
  await assert.rejects(server.call({}, 50), { name: 'TimeoutError' });
  await closed.promise;
});

test('a call that ends before its turn is never sent', async () => {
  const first = Promise.withResolvers<ServerResponse>();
  await using server = await serving((request, response) =>
    request.url === '/first' ? first.resolve(response) : void response.end(),
  );
  const waiting = server.call({ path: '/first' });
  const response = await first.promise;
  const stopping = new AbortController();
  const stopped = server.call({ path: '/second', signal: stopping.signal });
  stopping.abort(new Error('stopping'));
  await assert.rejects(stopped, /stopping/);
  response.end();
  await waiting;
  await server.call({ path: '/third' });
  assert.deepEqual(server.seen, ['/first', '/third']);
});

test('a call whose signal has aborted already is never sent', async () => {
  await using server = await serving((_request, response) => void response.end());
  await assert.rejects(server.call({ signal: AbortSignal.abort(new Error('stopping')) }), /stopping/);
  await server.call({ path: '/next' });
  assert.deepEqual(server.seen, ['/next']);
});

test('no call leaves anything on its signal, which may outlive thousands of them', async () => {
  const { signal } = new AbortController();
  await using server = await serving((request, response) =>
    request.url === '/broken' ? void request.socket.destroy() : void response.end(),
  );
  await server.call({ signal });
  await assert.rejects(server.call({ path: '/broken', signal }));
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('a call that was answered leaves no timer behind', async (t) => {
  const deadline = 54_321;
  const set = t.mock.method(globalThis, 'setTimeout');
  const cleared = t.mock.method(globalThis, 'clearTimeout');
  await using server = await serving((_request, response) => void response.end());
  await server.call({}, deadline);
  const [timer] = set.mock.calls.flatMap(({ arguments: [, ms], result }) => (ms === deadline ? [result] : []));
  assert.ok(timer !== undefined && cleared.mock.calls.some(({ arguments: [ended] }) => ended === timer));
});

/** Where `/api` of a server is asked for. */
function pathOf(server: string): Dispatcher.DispatchOptions['path'] {
  const connection: Connection = { server: new URL(server), tls: {} };
  return requestOf(connection, { method: 'GET', path: '/api' }).path;
}

test('a server under a path is asked below it', () => {
  assert.deepEqual(['https://k', 'https://k/clusters/a', 'https://k/clusters/a/'].map(pathOf), [
    '/api',
    '/clusters/a/api',
    '/clusters/a/api',
  ]);
});
