import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerResponse } from 'node:http';
import { FakeClock } from '@couplet/daemon';
import { configMaps, metadata } from './fixtures/members.ts';
import { broken, ending, json, stream, watchServer, type Answer, type WatchServer } from './fixtures/watchServer.ts';
import { watchPlace, type WatchPlace } from './watchPlace.ts';

type Watching = AsyncDisposable & {
  server: WatchServer;
  clock: FakeClock;
  told: string[];
  until(count: number): Promise<void>;
  /** Waits for the next pause between two tries, lets it pass, and answers how long it was. */
  passPause(): Promise<number>;
};

const silence = 120_000;

/** Watches with answers in their order, the last one again and again. */
async function watching(place: Partial<WatchPlace>, ...answers: Answer[]): Promise<Watching> {
  const server = await watchServer((_url, count) => answers[count - 1] ?? answers.at(-1) ?? broken);
  const clock = new FakeClock();
  const pauses: number[] = [];
  let pauseMore = Promise.withResolvers<void>();
  const noting = {
    now: () => clock.now(),
    sleep: async (ms: number, signal?: AbortSignal) => {
      const slept = clock.sleep(ms, signal);
      if (ms !== silence) pauses.push(ms);
      pauseMore.resolve();
      pauseMore = Promise.withResolvers<void>();
      await slept;
    },
  };
  const stop = new AbortController();
  const told: string[] = [];
  let tellMore = Promise.withResolvers<void>();
  const tell = (line: string): void => {
    told.push(line);
    tellMore.resolve();
    tellMore = Promise.withResolvers<void>();
  };
  const ended = watchPlace(
    { kind: configMaps, ...place },
    {
      api: server.client,
      stream: (request) => server.client.stream(request),
      setId: 'set',
      clock: noting,
      random: () => 0.5,
    },
    {
      seen: (_kind, { name, resourceVersion }) => tell(`seen ${name} ${resourceVersion}`),
      gone: (_kind, { name, resourceVersion }) => tell(`gone ${name} ${resourceVersion}`),
      listed: (_place, names, version) => tell(`listed ${[...names].join(' ')} at ${version}`),
      trouble: (_place, error, retryIn) => tell(`trouble in ${retryIn}: ${String(error)}`),
      works: () => {},
    },
    stop.signal,
  );
  return {
    server,
    clock,
    told,
    async until(count) {
      while (told.length < count) await tellMore.promise;
    },
    async passPause() {
      while (pauses.length === 0) await pauseMore.promise;
      const ms = pauses.shift() ?? 0;
      await clock.advance(ms);
      return ms;
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the test ends'));
      await ended;
      await server[Symbol.asyncDispose]();
    },
  };
}

const event = (type: string, version: number): object => ({ type, object: { metadata: metadata(version) } });
const bookmark = { type: 'BOOKMARK', object: { metadata: { resourceVersion: '90' } } };
const lost = { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old resource version' } };
const list = { metadata: { resourceVersion: '100' }, items: [{ metadata: metadata(50) }] };
const versionOf = (url: URL | undefined): string | null | undefined => url?.searchParams.get('resourceVersion');

test('a watch asks for metadata of the set from the version of the list, with bookmarks and an end by the server', async () => {
  await using one = await watching({ version: '7' }, stream(event('MODIFIED', 8), event('DELETED', 9)));
  await one.until(2);
  assert.deepEqual(one.told, ['seen a 8', 'gone a 9']);
  const [url] = one.server.seen;
  assert.equal(url?.pathname, '/api/v1/configmaps');
  assert.deepEqual(Object.fromEntries(url?.searchParams ?? []), {
    watch: '1',
    labelSelector: 'applyset.kubernetes.io/part-of=set',
    allowWatchBookmarks: 'true',
    timeoutSeconds: '450',
    resourceVersion: '7',
  });
});

test('a watch in one namespace asks for that namespace', async () => {
  await using one = await watching({ version: '7', namespace: 'shop' }, stream());
  await one.server.asked(1);
  assert.equal(one.server.seen[0]?.pathname, '/api/v1/namespaces/shop/configmaps');
});

test('a watch that the server ends goes on from the last event or bookmark', async () => {
  await using one = await watching({ version: '7' }, ending(event('MODIFIED', 8), bookmark), stream());
  await one.passPause();
  await one.server.asked(2);
  assert.deepEqual(one.told, ['seen a 8']);
  assert.equal(versionOf(one.server.seen[1]), '90');
});

test('without a version the place is listed first', async () => {
  await using one = await watching({}, json(list), stream());
  await one.server.asked(2);
  assert.deepEqual(one.told, ['seen a 50', 'listed shop/a at 100']);
  assert.equal(versionOf(one.server.seen[1]), '100');
});

for (const [how, answer] of [
  ['as an event', stream(lost)],
  ['as an answer', json({ code: 410, message: 'too old' }, 410)],
] as const) {
  test(`history that is lost (410 ${how}) is made up for by a list`, async () => {
    await using one = await watching({ version: '7' }, answer, json(list), stream());
    await one.passPause();
    await one.server.asked(3);
    assert.deepEqual(one.told, ['seen a 50', 'listed shop/a at 100']);
    assert.equal(versionOf(one.server.seen[2]), '100');
  });
}

test('a connection that breaks is opened again from where it was, after a pause', async () => {
  await using one = await watching({ version: '7' }, broken, stream(event('MODIFIED', 8)));
  await one.until(1);
  assert.match(one.told[0] ?? '', /^trouble in 500: ApiUnreachableError/);
  assert.equal(await one.passPause(), 500);
  await one.until(2);
  assert.equal(versionOf(one.server.seen[1]), '7');
});

test('silence for two minutes is a dead connection', async () => {
  await using one = await watching({ version: '7' }, stream(event('MODIFIED', 8)), stream());
  await one.until(1);
  await one.clock.advance(silence - 1);
  assert.equal(one.told.length, 1);
  await one.clock.advance(1);
  await one.until(2);
  assert.match(one.told[1] ?? '', /the API server must go on answering, found silence for 120 s/);
  await one.passPause();
  await one.server.asked(2);
  assert.equal(versionOf(one.server.seen[1]), '8');
});

test('an event is a sign of life', async () => {
  const open = Promise.withResolvers<ServerResponse>();
  const keep: Answer = (response, request) => {
    stream(event('MODIFIED', 8))(response, request);
    open.resolve(response);
  };
  await using one = await watching({ version: '7' }, keep);
  await one.until(1);
  await one.clock.advance(silence - 1);
  (await open.promise).write(`${JSON.stringify(event('MODIFIED', 9))}\n`);
  await one.until(2);
  await one.clock.advance(silence - 1);
  assert.deepEqual(one.told, ['seen a 8', 'seen a 9']);
});

test('a 401 is tried once more with credentials read anew', async () => {
  await using one = await watching({ version: '7' }, json({ message: 'expired' }, 401), stream(event('ADDED', 8)));
  await one.until(1);
  assert.deepEqual(one.server.credentials, ['Bearer 0', 'Bearer 1']);
  assert.deepEqual(one.told, ['seen a 8']);
});

test('a watch that is not allowed is asked for again after five minutes', async () => {
  await using one = await watching({ version: '7' }, json({ message: 'no' }, 403));
  await one.until(1);
  assert.equal(one.told[0], 'trouble in 300000: ApiError: no');
});

const garbage: Answer = (response) => void response.end('<html>bad gateway</html>\n');

test('a line that is no event is made up for by a list', async () => {
  await using one = await watching({ version: '7' }, garbage, json(list), stream());
  await one.passPause();
  await one.server.asked(3);
  assert.deepEqual(one.told, ['seen a 50', 'listed shop/a at 100']);
});

test('a watch that ends at once again and again is asked for ever more rarely, once a second in the end', async () => {
  await using one = await watching({ version: '7' }, ending());
  const pauses = [await one.passPause(), await one.passPause(), await one.passPause()];
  assert.deepEqual(pauses, [500, 1000, 1000]);
});

test('a watch that is stopped closes its socket', async () => {
  const one = await watching({ version: '7' }, stream(event('MODIFIED', 8)));
  await one.until(1);
  assert.equal(one.server.sockets.size, 1);
  const { server } = one;
  const disposed = one[Symbol.asyncDispose]();
  await server.untilNoSocket();
  await disposed;
});
