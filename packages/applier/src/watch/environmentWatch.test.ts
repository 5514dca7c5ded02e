import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, FakeClock } from '@couplet/daemon';
import { setParent } from '../apply/setParent.ts';
import type { ApplierEvent } from '../events.ts';
import { freshState } from '../fixtures/freshState.ts';
import type { PassState } from '../passContext.ts';
import { EnvironmentWatch } from './environmentWatch.ts';
import { configMaps, live, metadata, taken } from './fixtures/members.ts';
import { json, stream, watchServer, type WatchServer } from './fixtures/watchServer.ts';
import { WatchBudget } from './watchBudget.ts';

const parent = setParent('shop', 'couplet');
const annotations = { 'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap' };
const own = { metadata: { annotations, labels: { 'applyset.kubernetes.io/id': parent.id } } };
const id = 'ConfigMap/shop/a';

type Following = AsyncDisposable & {
  watch: EnvironmentWatch;
  state: PassState;
  clock: FakeClock;
  server: WatchServer;
  events: ApplierEvent[];
  hints: () => number;
  /** Resolves at the next hint. */
  hinted: Promise<void>;
  /** What was told of members that are being deleted. */
  deleting: () => unknown[];
  /** What a first pass does: it reads the set. */
  read: () => Promise<void>;
};

function following(server: WatchServer): Following {
  const state = freshState('/nowhere');
  const clock = new FakeClock();
  const events: ApplierEvent[] = [];
  let hints = 0;
  const { promise: hinted, resolve } = Promise.withResolvers<void>();
  const { client: api } = server;
  const watch = new EnvironmentWatch({
    environment: 'shop',
    state,
    api,
    stream: (request) => api.stream(request),
    clock,
    log: createLog({ name: 'test', level: 'silent' }),
    budget: new WatchBudget(),
    record: (event) => events.push(event),
    onDrift: () => {
      hints += 1;
      resolve();
    },
  });
  return {
    watch,
    state,
    clock,
    server,
    events,
    hinted,
    hints: () => hints,
    deleting: () => events.flatMap((event) => (event.kind === 'deleting' ? [event.objects] : [])),
    async read() {
      state.discovered = { kinds: new Map([['ConfigMap', configMaps]]), broken: [] };
      await state.members.read(api, state.discovered, AbortSignal.timeout(20_000));
    },
    async [Symbol.asyncDispose]() {
      await watch.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const serving = async (...lines: object[]): Promise<WatchServer> =>
  await watchServer((url) => {
    if (url.pathname.endsWith('/couplet-shop')) return json(own);
    if (url.searchParams.has('watch')) return stream(...lines);
    return json({ metadata: { resourceVersion: '7' }, items: [{ metadata: metadata(7) }] });
  });

test('after the pass that read the set it is watched, and drift asks for a pass', async () => {
  await using one = following(await serving({ type: 'MODIFIED', object: { metadata: taken(8) } }));
  await one.watch.during('resync', one.read);
  await one.hinted;
  assert.deepEqual(
    one.state.drift.items().map((item) => item.id),
    [id],
  );
  assert.deepEqual(
    one.events.map(({ kind }) => kind),
    ['watching'],
  );
});

test('a pass that read nothing opens no watch', async () => {
  await using one = following(await serving());
  await one.watch.during('publication', async () => {});
  assert.deepEqual([one.server.seen.length, one.events.length], [0, 0]);
});

test('an environment that is closed has no watch open', async () => {
  await using one = following(await serving());
  await one.watch.during('resync', one.read);
  await one.server.asked(3);
  assert.equal(one.server.sockets.size, 1);
  await one.watch.close();
  await one.server.untilNoSocket();
});

test('a watch is not opened by a pass that ends after the environment was closed', async () => {
  await using one = following(await serving());
  await one.watch.during('resync', async () => {
    await one.read();
    await one.watch.close();
  });
  assert.deepEqual(one.events, []);
});

test('what a run that failed left is looked at alone, and what rests when its rest ends', async () => {
  await using one = following(await serving());
  const failing = async (): Promise<void> => {
    await one.read();
    one.state.drift.changed(live(7));
    throw new Error('the run failed');
  };
  await assert.rejects(one.watch.during('resync', failing), /the run failed/);
  assert.equal(one.hints(), 1);
  one.state.drift.guard.failed(id, 'digest-1', one.clock.now());
  await one.watch.during('drift', async () => {});
  assert.equal(one.hints(), 1);
  await one.clock.advance(1000);
  assert.equal(one.hints(), 2);
});

const since = '2026-11-21T13:42:05Z';

test('members that are being deleted are told when that changes', async () => {
  await using one = following(await serving());
  await one.watch.during('resync', one.read);
  one.state.members.members.set(id, live(8, { deleting: true, deletedAt: since }));
  await one.watch.during('drift', async () => {});
  await one.watch.during('drift', async () => {});
  one.state.members.members.delete(id);
  await one.watch.during('drift', async () => {});
  assert.deepEqual(one.deleting(), [[{ id, since }], []]);
});

test('a member that is listed as being deleted is told, and no longer once a list lacks it', async () => {
  const items = [{ metadata: metadata(7, { deletionTimestamp: since }) }];
  const server = await watchServer((url) => {
    if (url.pathname.endsWith('/couplet-shop')) return json(own);
    return url.searchParams.has('watch') ? stream() : json({ metadata: { resourceVersion: '7' }, items });
  });
  await using one = following(server);
  await one.watch.during('resync', one.read);
  items.pop();
  await one.watch.during('resync', one.read);
  assert.deepEqual(one.deleting(), [[{ id, since }], []]);
});

test('a delete that is seen between two passes is told at once', async () => {
  const lines = [
    { type: 'MODIFIED', object: { metadata: metadata(8, { deletionTimestamp: since }) } },
    { type: 'DELETED', object: { metadata: metadata(9, { deletionTimestamp: since }) } },
  ];
  await using one = following(await serving(...lines));
  await one.watch.during('resync', one.read);
  await one.hinted;
  // Its end is told right after the hint, before this goes on.
  assert.deepEqual(one.deleting(), [[{ id, since }], []]);
});

test('whether a member is being deleted is asked only of those that were written', async () => {
  await using one = following(await serving());
  await one.watch.during('resync', one.read);
  const { members } = one.state.members;
  let asked = 0;
  const other = Object.defineProperty(live(7, { id: 'ConfigMap/shop/b', name: 'b' }), 'deleting', {
    get: () => (asked += 1) < 0,
  });
  members.set(other.id, other);
  await one.watch.during('drift', async () => {});
  const first = asked;
  members.set(id, live(8));
  await one.watch.during('drift', async () => {});
  assert.deepEqual([first > 0, asked], [true, first]);
});
