import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { ApiClient } from './apiClient.ts';
import { ApiError, ApiUnreachableError } from './apiError.ts';
import type { Connection } from './connection.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server for faults of transport, which a real API server does not make on demand. */
async function serving(
  answers: Answer[],
): Promise<AsyncDisposable & { client: ApiClient; seen: string[]; slept: number[]; renewed: () => number }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? '');
    (answers[seen.length - 1] ?? answers.at(-1))?.(request, response);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  let renewals = 0;
  const connectionNow = (): Connection => ({ server: origin, tls: {}, authorization: `Bearer ${renewals}` });
  const slept: number[] = [];
  const client = new ApiClient({
    connection: {
      current: async () => connectionNow(),
      renew: async () => {
        renewals += 1;
        return connectionNow();
      },
    },
    concurrency: 4,
    deadline: 200,
    sleep: async (ms) => void slept.push(ms),
  });
  return {
    client,
    seen,
    slept,
    renewed: () => renewals,
    async [Symbol.asyncDispose]() {
      client.close();
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

const ok: Answer = (_request, response) => void response.end('{"fine":true}');
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end(JSON.stringify({ message: `status ${code}` }));
const get = (): { method: 'GET'; path: string; signal: AbortSignal } => ({
  method: 'GET',
  path: '/x',
  signal: AbortSignal.timeout(20_000),
});

test('a 429 is tried again after the time that the server asks for', async () => {
  await using server = await serving([status(429, { 'retry-after': '3' }), ok]);
  assert.deepEqual((await server.client.request(get())).body, { fine: true });
  assert.deepEqual(server.slept, [3000]);
});

test('a connection that breaks is tried again', async () => {
  await using server = await serving([(request) => void request.socket.destroy(), ok]);
  assert.deepEqual((await server.client.request(get())).body, { fine: true });
});

test('a 401 is tried once more with credentials that were read again', async () => {
  await using server = await serving([status(401), ok]);
  await server.client.request(get());
  assert.deepEqual(server.seen, ['Bearer 0', 'Bearer 1']);
});

test('a second 401 is an answer', async () => {
  await using server = await serving([status(401)]);
  await assert.rejects(server.client.request(get()), (error) => error instanceof ApiError && error.httpStatus === 401);
  assert.equal(server.renewed(), 1);
});

test('a 422 is an answer at once', async () => {
  await using server = await serving([status(422)]);
  await assert.rejects(server.client.request(get()), ApiError);
  assert.equal(server.seen.length, 1);
});

test('a server that stays silent is given up after the deadline, and the error says so', async () => {
  await using server = await serving([() => {}]);
  await assert.rejects(
    server.client.request(get()),
    (error) => error instanceof ApiUnreachableError && /found silence/.test(error.message),
  );
  assert.equal(server.seen.length, 3, 'two calls, and one to ask whether it is well');
});

test('silence about one call while the server says that it is well is an error of that call', async () => {
  await using server = await serving([() => {}, () => {}, ok]);
  await assert.rejects(
    server.client.request(get()),
    (error) => error instanceof ApiError && error.httpStatus === 504 && /but not to GET \/x/.test(error.message),
  );
});

test('calls of a lane wait for those of the same lane only', async () => {
  const fourth = Promise.withResolvers<void>();
  await using server = await serving([() => {}, () => {}, () => {}, () => fourth.resolve(), ok]);
  const hanging = Array.from({ length: 4 }, async () => await server.client.request({ ...get(), lane: 'a' }));
  await fourth.promise;
  const beside = server.client.request({ ...get(), lane: 'b' });
  assert.deepEqual((await beside).body, { fine: true });
  await Promise.allSettled(hanging);
});

test('an abort ends a call at once, with the reason of the abort', async () => {
  const stopping = new AbortController();
  await using server = await serving([() => stopping.abort(new Error('stopping'))]);
  await assert.rejects(server.client.request({ ...get(), signal: stopping.signal }), /stopping/);
  assert.equal(server.seen.length, 1);
});

const large: Answer = (_request, response) => void response.end(`"${'x'.repeat(100_000)}"`);

test('an answer of more bytes than were asked for is given up, and not asked for again', async () => {
  await using server = await serving([large]);
  await assert.rejects(server.client.request({ ...get(), maxBytes: 1000 }), /at most 1000 bytes/);
  assert.equal(server.seen.length, 1);
});
