import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { test } from 'node:test';
import { freePort } from '../../../../test/support/freePort.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { openApplierClient } from './applierClient.ts';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';

type World = AsyncDisposable & {
  readonly base: string;
  readonly server: Server;
  ask(signal?: AbortSignal): Promise<readonly AppliedEnvironment[]>;
};

const never = new AbortController().signal;
const answer = JSON.stringify({ environments: [{ name: 'staging', state: 'applied' }] });
const answered = [{ name: 'staging', state: 'applied', errors: [] }];

async function applier(listener: RequestListener, timeout = 10_000): Promise<World> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${portOf(server)}`;
  const client = openApplierClient({ base: () => base, timeout });
  return {
    base,
    server,
    ask: (signal = never) => client.environments(signal),
    async [Symbol.asyncDispose]() {
      client.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

test('asks for the environments and answers them', async () => {
  let asked: string | undefined;
  await using world = await applier((request, response) => {
    asked = `${request.method} ${request.url}`;
    response.end(answer);
  });
  assert.deepEqual(await world.ask(), answered);
  assert.equal(asked, 'GET /api/environments');
});

test('questions one after the other share a connection', async () => {
  await using world = await applier((_, response) => void response.end(answer));
  let connections = 0;
  world.server.on('connection', () => (connections += 1));
  for (let count = 0; count < 3; count += 1) await world.ask();
  assert.equal(connections, 1);
});

test('a kept connection that the applier closed meanwhile costs no answer', async () => {
  let count = 0;
  await using world = await applier((request, response) => {
    count += 1;
    // The second question on a connection finds it cut, as after an idle time.
    if (count === 2) request.socket.resetAndDestroy();
    else response.end(answer);
  });
  await world.ask();
  assert.deepEqual(await world.ask(), answered);
});

test('an applier that is not there is a sentence', async () => {
  const base = `http://127.0.0.1:${await freePort()}`;
  const client = openApplierClient({ base: () => base });
  await assert.rejects(client.environments(never), {
    message: `Cannot ask the applier at ${base}: nothing listens there; is the applier running, and is applier.listen the same for both programs?`,
  });
});

const refusals: [string, RequestListener, RegExp][] = [
  [
    'another program',
    (_, response) => void response.writeHead(404).end(),
    /: \/api\/environments must answer 200, found 404; another program may listen there, see applier\.listen$/,
  ],
  [
    'an applier in trouble',
    (_, response) => void response.writeHead(500).end(),
    /: \/api\/environments must answer 200, found 500$/,
  ],
  ['text that is not JSON', (_, response) => void response.end('<html>'), /: its answer must be JSON, found something/],
  ['JSON of another shape', (_, response) => void response.end('[]'), /: the answer must be an object, found a list$/],
  [
    'an answer that is cut',
    (_, response) => void response.write('{', () => void response.socket?.resetAndDestroy()),
    /: it cut the connection$/,
  ],
];
for (const [name, listener, message] of refusals) {
  test(`${name} is a sentence`, async () => {
    await using world = await applier(listener);
    await assert.rejects(world.ask(), (error: Error) => {
      assert.ok(error.message.startsWith(`Cannot ask the applier at ${world.base}: `), error.message);
      assert.match(error.message, message);
      return true;
    });
  });
}

test('an answer without end is left at 8 MiB', async () => {
  const piece = Buffer.alloc(64 * 1024, ' ');
  await using world = await applier((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', write);
    write();
  });
  await assert.rejects(world.ask(), /: its answer may have 8388608 bytes, found more$/);
});

for (const [name, listener] of [
  ['an answer', () => {}],
  ['the rest of an answer', (_, response) => void response.write('{')],
] satisfies [string, RequestListener][]) {
  test(`${name} that does not come is not waited for longer than the deadline`, async () => {
    await using world = await applier(listener, 50);
    await assert.rejects(world.ask(), /: it must answer within 0\.05 s, found it silent or slow$/);
  });
}

test('who stops waiting gets his own reason', async () => {
  const reason = new Error('the client left');
  const leave = new AbortController();
  await using world = await applier(() => leave.abort(reason));
  await assert.rejects(world.ask(leave.signal), reason);
});
