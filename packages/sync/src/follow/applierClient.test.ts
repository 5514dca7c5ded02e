import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import { freePort } from '../../../../test/support/freePort.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { openApplierClient } from './applierClient.ts';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';

type World = AsyncDisposable & {
  readonly base: string;
  ask(signal?: AbortSignal): Promise<readonly AppliedEnvironment[]>;
};

const never = new AbortController().signal;

async function applier(listener: RequestListener): Promise<World> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${portOf(server)}`;
  const client = openApplierClient({ base: () => base });
  return {
    base,
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
    response.end(JSON.stringify({ environments: [{ name: 'staging', state: 'applied' }] }));
  });
  assert.deepEqual(await world.ask(), [{ name: 'staging', state: 'applied', errors: [] }]);
  assert.equal(asked, 'GET /api/environments');
});

test('an applier that is not there is a sentence', async () => {
  const base = `http://127.0.0.1:${await freePort()}`;
  const client = openApplierClient({ base: () => base });
  await assert.rejects(client.environments(never), {
    message: `Cannot ask the applier at ${base}: nothing listens there; is the applier running, and is applier.listen the same for both programs?`,
  });
});

const refusals: [string, RequestListener, string][] = [
  [
    'another program',
    (_, response) => void response.writeHead(404).end(),
    '/api/environments must answer 200, found 404; another program may listen there, see applier.listen',
  ],
  ['JSON of another shape', (_, response) => void response.end('[]'), 'the answer must be an object, found a list'],
];
for (const [name, listener, found] of refusals) {
  test(`${name} is a sentence`, async () => {
    await using world = await applier(listener);
    await assert.rejects(world.ask(), { message: `Cannot ask the applier at ${world.base}: ${found}` });
  });
}

test('who stops waiting gets his own reason', async () => {
  const reason = new Error('the client left');
  const leave = new AbortController();
  await using world = await applier(() => leave.abort(reason));
  await assert.rejects(world.ask(leave.signal), reason);
});
