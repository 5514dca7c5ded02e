import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '@couplet/daemon';
import type { FastifyInstance } from 'fastify';
import { Feed } from '../feed.ts';
import { mostClients } from '../feedClients.ts';
import { configured } from '../fixtures/events.ts';
import { Status } from '../status.ts';
import { apiServer } from './fixtures/apiServer.ts';
import { apiWorld } from './fixtures/apiWorld.ts';

type Listening = AsyncDisposable & { app: FastifyInstance; feed: Feed; status: Status; path: string };

/** Listens on a Unix socket, of which the kernel holds far less for a client than of a TCP connection. */
async function listen(): Promise<Listening> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), 'couplet-feed-')));
  const status = new Status();
  status.record(configured);
  const feed = new Feed({ status, history: { list: () => undefined }, clock: systemClock, version: '0.1.0' });
  const { app } = apiServer(apiWorld({ status, feed }));
  const path = join(directory.path, 'socket');
  await app.listen({ path });
  stack.defer(() => app.close());
  const all = stack.move();
  return { app, feed, status, path, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

type Follower = { answer: IncomingMessage; until: (wanted: string) => Promise<string> };

/** A client that reads; `until` resolves to what has come since the last call once the text is among it. */
async function follow(socketPath: string, headers: Record<string, string> = {}): Promise<Follower> {
  const request = get({ socketPath, path: '/api/events', headers, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const gone = new AbortController();
  let text = '';
  answer.setEncoding('utf8').on('data', (more) => (text += more));
  answer.on('error', () => {}).once('close', () => gone.abort());
  const until = async (wanted: string): Promise<string> => {
    while (!text.includes(wanted)) await once(answer, 'data', { signal: gone.signal });
    const read = text;
    text = '';
    return read;
  };
  return { answer, until };
}

/** A client that asks and never reads. */
async function followWithoutReading(path: string): Promise<Socket> {
  const socket = connect(path).pause();
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write('GET /api/events HTTP/1.1\r\nhost: a\r\n\r\n');
  return socket;
}

async function reaches(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, what);
    await new Promise(setImmediate);
  }
}

test('the stream is what EventSource expects, is kept by nobody and gathered by no proxy', async () => {
  await using server = await listen();
  const { statusCode, headers } = (await follow(server.path)).answer;
  assert.deepEqual(
    [statusCode, headers['content-type'], headers['cache-control'], headers['x-accel-buffering']],
    [200, 'text/event-stream; charset=utf-8', 'no-store', 'no'],
  );
});

test('the stream has the security headers', async () => {
  await using server = await listen();
  const { headers } = (await follow(server.path)).answer;
  assert.match(String(headers['content-security-policy']), /^default-src 'none'/);
});

test('a change arrives while the connection stands', async () => {
  await using server = await listen();
  const { until } = await follow(server.path);
  server.feed.touch('shop');
  assert.match(await until('event: environment'), /"name":"shop","state":"waiting"/);
});

test('Last-Event-ID is honoured', async () => {
  await using server = await listen();
  const hello = await (await follow(server.path)).until('event: hello');
  const [, last = ''] = /^id: (\d+)$/m.exec(hello) ?? [];
  server.feed.touch('shop');
  const { until } = await follow(server.path, { 'last-event-id': last });
  assert.doesNotMatch(await until('event: environment'), /hello/);
});

test('100 clients are told; the next one is told to come later, and comes when one has left', async () => {
  await using server = await listen();
  const followers = await Promise.all(Array.from({ length: mostClients }, () => follow(server.path)));
  const refused = (await follow(server.path)).answer;
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [503, '10']);
  server.feed.touch('shop');
  await Promise.all(followers.map(({ until }) => until('event: environment')));
  followers[0]?.answer.destroy();
  await reaches(() => server.feed.clients < mostClients, 'the client that left is counted no more');
  assert.equal((await follow(server.path)).answer.statusCode, 200);
});

test('a client that does not read loses its connection, and another one gets everything', async () => {
  await using server = await listen();
  const reader = await follow(server.path);
  await using stack = new AsyncDisposableStack();
  stack.use(await followWithoutReading(server.path));
  await reaches(() => server.feed.clients === 2, 'both clients are there');
  for (let turn = 0; turn < 100 && server.feed.clients === 2; turn += 1) {
    const environment = `${turn}-${'x'.repeat(9_000)}`;
    server.status.record({ ...configured, environment });
    server.feed.touch(environment);
    await reader.until(`"name":"${environment}"`);
  }
  assert.deepEqual([server.feed.clients, reader.answer.destroyed], [1, false]);
});

test('the server closes at once, whoever follows, reading or not', async () => {
  const server = await listen();
  const { answer } = await follow(server.path);
  await using stack = new AsyncDisposableStack();
  stack.use(await followWithoutReading(server.path));
  await reaches(() => server.feed.clients === 2, 'both clients are there');
  const ended = once(answer, 'end');
  const before = performance.now();
  await server.app.close();
  await ended;
  assert.ok(performance.now() - before < 5_000);
});

test('HEAD tells the headers and ends', async () => {
  await using server = apiServer().app;
  const { statusCode, headers, body } = await server.inject({ method: 'HEAD', url: '/api/events' });
  assert.deepEqual([statusCode, headers['content-type'], body], [200, 'text/event-stream; charset=utf-8', '']);
});
