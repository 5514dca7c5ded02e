import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { eventually } from '../../../../test/support/eventually.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { githubPush, sendPush } from '../../../../test/support/webhookSender.ts';
import { secret, testReceiver } from '../fixtures/receiver.ts';
import type { ReceiverTimeouts } from './receiverDeps.ts';

const short: ReceiverTimeouts = { headers: 150, request: 300, connection: 5_000, keepAlive: 1_000, checkEvery: 20 };
const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40) };

async function listen(app: FastifyInstance): Promise<{ url: string; port: number }> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const port = portOf(app.server);
  return { url: `http://127.0.0.1:${port}`, port };
}

/** Opens a connection, sends something, and resolves to all that came back until the server closed it. */
function exchange(port: number, send: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => send(socket));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

function head(more: Record<string, string>): string {
  const { headers } = githubPush(push, { secret });
  const lines = Object.entries({ host: 'sync', ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  return `POST /sync HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

test('a body that is sent half and never ends is 408, and good requests are answered meanwhile', async () => {
  await using receiver = testReceiver({ timeouts: short });
  const { url, port } = await listen(receiver.app);
  const half = exchange(port, (socket) => socket.write(`${head({ 'content-length': '1000' })}{"ref"`));
  assert.equal((await sendPush(push, { url, secret })).status, 202);
  assert.match(await half, /^HTTP\/1\.1 408 /);
});

test('a head that never ends is 408', async () => {
  await using receiver = testReceiver({ timeouts: short });
  const { port } = await listen(receiver.app);
  assert.match(
    await exchange(port, (socket) => socket.write('POST /sync HTTP/1.1\r\nhost: sync\r\n')),
    /^HTTP\/1\.1 408 /,
  );
});

test('a connection that says nothing is closed', async () => {
  await using receiver = testReceiver({ timeouts: short });
  const { port } = await listen(receiver.app);
  await exchange(port, () => {});
});

test('a chunked body without end is 413 and closed', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000 } });
  const { port } = await listen(receiver.app);
  const answer = await exchange(port, (socket) => {
    socket.write(head({ 'transfer-encoding': 'chunked' }));
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const more = (): void => {
      if (!socket.destroyed) socket.write(chunk, () => setImmediate(more));
    };
    more();
  });
  assert.match(answer, /^HTTP\/1\.1 413 /);
});

test('a Content-Length over the limit is 413 before the body comes', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000 } });
  const { port } = await listen(receiver.app);
  const answer = await exchange(port, (socket) => socket.write(head({ 'content-length': '1048577' })));
  assert.match(answer, /^HTTP\/1\.1 413 /);
});

test('a refused content type is answered before the body comes', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000 } });
  const { port } = await listen(receiver.app);
  const answer = await exchange(port, (socket) =>
    socket.write(head({ 'content-type': 'text/plain', 'content-length': '1000' })),
  );
  assert.match(answer, /^HTTP\/1\.1 415 /);
});

const unsigned = 'POST /sync HTTP/1.1\r\nhost: sync\r\ncontent-type: application/json\r\n';

test('an unsigned body of 1 MiB is refused before it comes, and its connection is closed', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000, connection: 30_000 } });
  const { port } = await listen(receiver.app);
  const answer = await exchange(port, (socket) => socket.write(`${unsigned}content-length: 1048576\r\n\r\n`));
  assert.match(answer, /^HTTP\/1\.1 401 .*\r\n\r\n\{"error":"the signature or token is missing or wrong"\}$/s);
});

test('an unsigned chunked body is refused before it comes, and its connection is closed', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000, connection: 30_000 } });
  const { port } = await listen(receiver.app);
  const answer = await exchange(port, (socket) => socket.write(`${unsigned}transfer-encoding: chunked\r\n\r\n`));
  assert.match(answer, /^HTTP\/1\.1 401 /);
});

test('a small unsigned body is refused, and its connection serves the next request', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, request: 30_000, connection: 30_000 } });
  const { port } = await listen(receiver.app);
  const { body, headers } = githubPush(push, { secret });
  const lines = Object.entries({
    ...headers,
    host: 'sync',
    connection: 'close',
    'content-length': String(body.length),
  });
  const good = `POST /sync HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  const answers = await exchange(port, (socket) => socket.write(`${unsigned}content-length: 2\r\n\r\n{}${good}`));
  assert.deepEqual(
    [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ['401', '202'],
  );
});

test('a connection that authenticated outlives any number that did not', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, headers: 30_000, request: 30_000, connection: 30_000 } });
  const { port } = await listen(receiver.app);
  const { body, headers } = githubPush(push, { secret });
  const lines = Object.entries({ ...headers, host: 'sync', 'content-length': String(body.length) });
  const good = `POST /sync HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  const trusted = connect(port, '127.0.0.1');
  let answers = '';
  trusted.on('data', (chunk) => (answers += chunk.toString('latin1')));
  trusted.on('error', () => {});
  const answered = (count: number) =>
    eventually(`${count} answers`, () => (answers.split('HTTP/1.1 202').length > count ? true : undefined));
  trusted.write(good);
  await answered(1);
  const silent = openSilent(port, 300);
  await eventually('the bound is kept', () => (silent.open() < 128 ? true : undefined), { last: silent.open });
  trusted.write(good);
  await answered(2);
  for (const socket of [trusted, ...silent.sockets]) socket.destroy();
});

/** Opens so many connections that stay silent; `open` tells how many of them the server kept. */
function openSilent(port: number, count: number): { sockets: Socket[]; open: () => number } {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => {}));
  return { sockets, open: () => sockets.filter(({ closed }) => !closed).length };
}

test('a thousand idle connections keep no good request from being answered, and most of them are closed', async () => {
  await using receiver = testReceiver({ timeouts: { ...short, headers: 30_000, request: 30_000, connection: 30_000 } });
  const { url, port } = await listen(receiver.app);
  let open = 0;
  const sockets = await Promise.all(
    Array.from({ length: 1000 }, () => {
      return new Promise<Socket>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          open += 1;
          resolve(socket);
        });
        socket.on('error', () => {});
        socket.on('close', () => (open -= 1));
      });
    }),
  );
  assert.equal((await sendPush(push, { url, secret })).status, 202);
  await eventually('most are closed', () => (open <= 128 ? true : undefined), { last: () => open });
  for (const socket of sockets) socket.destroy();
});
