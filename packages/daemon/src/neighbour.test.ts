import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { test } from 'node:test';
import { freePort } from '../../../test/support/freePort.ts';
import { portOf } from '../../../test/support/portOf.ts';
import { openNeighbour } from './neighbour.ts';

type World = AsyncDisposable & { readonly server: Server; ask(signal?: AbortSignal): Promise<unknown> };

const never = new AbortController().signal;
const about = { name: 'the other', setting: 'other.listen', path: '/facts', longest: 1024 * 1024 };

async function neighbour(listener: RequestListener, timeout = 10_000): Promise<World> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${portOf(server)}`;
  const client = openNeighbour({ ...about, timeout });
  return {
    server,
    ask: (signal = never) => client.ask(base, signal),
    async [Symbol.asyncDispose]() {
      client.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

test('the answer is what the JSON says', async () => {
  let asked: string | undefined;
  await using world = await neighbour((request, response) => {
    asked = `${request.method} ${request.url}`;
    response.end('{"a":[1]}');
  });
  assert.deepEqual([await world.ask(), asked], [{ a: [1] }, 'GET /facts']);
});

test('questions one after the other share a connection', async () => {
  await using world = await neighbour((_, response) => void response.end('1'));
  let connections = 0;
  world.server.on('connection', () => (connections += 1));
  for (let count = 0; count < 3; count += 1) await world.ask();
  assert.equal(connections, 1);
});

test('a kept connection that the other program closed meanwhile costs no answer', async () => {
  let count = 0;
  await using world = await neighbour((request, response) => {
    count += 1;
    // The second question on a connection finds it cut, as after an idle time.
    if (count === 2) request.socket.resetAndDestroy();
    else response.end('1');
  });
  await world.ask();
  assert.equal(await world.ask(), 1);
});

test('a program that is not there is named, with the setting to compare', async () => {
  const client = openNeighbour({ ...about, timeout: 10_000 });
  await assert.rejects(client.ask(`http://127.0.0.1:${await freePort()}`, never), {
    message: 'nothing listens there; is the other running, and is other.listen the same for both programs?',
  });
});

const refusals: [string, RequestListener, string][] = [
  [
    'another program',
    (_, response) => void response.writeHead(404).end(),
    '/facts must answer 200, found 404; another program may listen there, see other.listen',
  ],
  ['a program in trouble', (_, response) => void response.writeHead(500).end(), '/facts must answer 200, found 500'],
  [
    'text that is not JSON',
    (_, response) => void response.end('<html>'),
    'its answer must be JSON, found something else; another program may listen there',
  ],
  [
    'an answer that is cut',
    (_, response) => void response.write('{', () => void response.socket?.resetAndDestroy()),
    'it cut the connection',
  ],
];
for (const [name, listener, message] of refusals) {
  test(`${name} is told with the rule and what was found`, async () => {
    await using world = await neighbour(listener);
    await assert.rejects(world.ask(), { message });
  });
}

test('an answer without end is left where the longest one ends', async () => {
  const piece = Buffer.alloc(64 * 1024, ' ');
  await using world = await neighbour((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', write);
    write();
  });
  await assert.rejects(world.ask(), { message: 'its answer may have 1048576 bytes, found more' });
});

for (const [name, listener] of [
  ['an answer', () => {}],
  ['the rest of an answer', (_, response) => void response.write('{')],
] satisfies [string, RequestListener][]) {
  test(`${name} that does not come is not waited for longer than the deadline`, async () => {
    await using world = await neighbour(listener, 50);
    await assert.rejects(world.ask(), { message: 'it must answer within 0.05 s, found it silent or slow' });
  });
}

test('who stops waiting gets his own reason', async () => {
  const reason = new Error('the client left');
  const leave = new AbortController();
  await using world = await neighbour(() => leave.abort(reason));
  await assert.rejects(world.ask(leave.signal), reason);
});
