import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { FeedClients, furthestBehind, mostClients } from './feedClients.ts';

/** A client that takes what it is given, or nothing at all. */
function client(takes: boolean): { stream: Writable; got: string[] } {
  const got: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (!takes) return;
      got.push(String(chunk));
      done();
    },
  });
  return { stream, got };
}

test('every client gets what is told', () => {
  const clients = new FeedClients();
  const all = [client(true), client(true)];
  for (const { stream } of all) clients.add(stream);
  clients.broadcast('a');
  assert.deepEqual(
    all.map(({ got }) => got),
    [['a'], ['a']],
  );
});

test('a client that does not read is dropped when it is too far behind, and not before', () => {
  const clients = new FeedClients();
  const { stream } = client(false);
  clients.add(stream);
  clients.broadcast('x'.repeat(furthestBehind));
  assert.deepEqual([stream.destroyed, clients.size], [false, 1]);
  clients.broadcast('y');
  assert.deepEqual([stream.destroyed, clients.size], [true, 0]);
});

test('a client that does not read keeps nothing from another', () => {
  const clients = new FeedClients();
  const reader = client(true);
  for (const { stream } of [client(false), reader]) clients.add(stream);
  for (const text of ['x'.repeat(furthestBehind), 'y', 'z']) clients.broadcast(text);
  assert.deepEqual(reader.got.slice(1), ['y', 'z']);
});

test('there is room for 100 clients, and again when one leaves', async () => {
  const clients = new FeedClients();
  const all = Array.from({ length: mostClients }, () => client(true).stream);
  for (const stream of all) clients.add(stream);
  assert.equal(clients.hasRoom(), false);
  const gone = Promise.withResolvers<void>();
  all[0]?.once('close', gone.resolve).destroy();
  await gone.promise;
  assert.equal(clients.hasRoom(), true);
});

test('a connection that breaks is gone and breaks nothing else', async () => {
  const clients = new FeedClients();
  const [broken, whole] = [client(true), client(true)];
  for (const { stream } of [broken, whole]) clients.add(stream);
  const gone = Promise.withResolvers<void>();
  broken.stream.once('close', gone.resolve).destroy(new Error('reset'));
  await gone.promise;
  clients.broadcast('a');
  assert.deepEqual([clients.size, whole.got], [1, ['a']]);
});

test('when the server ends, a client that does not read is cut off soon', async () => {
  const clients = new FeedClients();
  const { stream } = client(false);
  clients.add(stream);
  clients.broadcast('a');
  clients.close();
  assert.equal(clients.size, 0);
  await once(stream, 'close');
  assert.equal(stream.writableFinished, false);
});
