import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { Agents } from './agents.ts';
import type { Connection } from './connection.ts';

const server = new URL('http://127.0.0.1:1');
const tls = {};
const connection: Connection = { server, tls };

test('calls of a lane share their connections, and lanes share none', () => {
  const agents = new Agents(1);
  const first = agents.get('a', connection);
  assert.equal(agents.get('a', { server, tls, authorization: 'Bearer next' }), first);
  assert.notEqual(agents.get('b', connection), first);
  agents.close();
});

test('a lane has as many connections as it may, and further calls wait', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const held: ServerResponse[] = [];
  const sockets = new Set<Socket>();
  let isOpen = false;
  const listener = createServer((request, response) => {
    sockets.add(request.socket);
    if (isOpen) response.end();
    else if (held.push(response) === 2) arrived.resolve();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const origin = new URL(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
  const agents = new Agents(2);
  // Also when the test fails, or its process would go on.
  t.after(() => {
    agents.close();
    listener.closeAllConnections();
    listener.close();
  });
  const pool = agents.get('a', { server: origin, tls });
  const calls = Array.from({ length: 4 }, async () => await pool.request({ method: 'GET', path: '/' }));
  await arrived.promise;
  isOpen = true;
  for (const response of held) response.end();
  for (const { body } of await Promise.all(calls)) await body.dump();
  assert.equal(sockets.size, 2);
});

test('with other credentials a lane starts anew, and the connections of before end', () => {
  const agents = new Agents(1);
  const before = agents.get('a', connection);
  const after = agents.get('a', { server, tls: {} });
  assert.notEqual(after, before);
  assert.deepEqual([before.closed, before.destroyed, after.closed], [true, false, false]);
  agents.close();
});

test('the end ends every lane', () => {
  const agents = new Agents(1);
  const lanes = ['a', 'b'].map((lane) => agents.get(lane, connection));
  agents.close();
  assert.deepEqual(
    lanes.map(({ destroyed }) => destroyed),
    [true, true],
  );
});
