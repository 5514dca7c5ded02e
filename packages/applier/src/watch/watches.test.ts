import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, FakeClock } from '@couplet/daemon';
import { MemberSet } from '../apply/memberSet.ts';
import { setParent } from '../apply/setParent.ts';
import type { RunError } from '../events.ts';
import type { Kind, Kinds } from '../plan/kinds.ts';
import { DriftLedger } from './driftLedger.ts';
import { configMaps, metadata } from './fixtures/members.ts';
import { json, stream, watchServer, type Answer, type WatchServer } from './fixtures/watchServer.ts';
import { MemberNews } from './memberNews.ts';
import { WatchBudget } from './watchBudget.ts';
import { Watches } from './watches.ts';

const kinds: Kinds = new Map(
  Array.from({ length: 10 }, (_, index): [string, Kind] => [
    `Kind${index}`,
    { ...configMaps, kind: `Kind${index}`, resource: `kinds${index}` },
  ]),
);
const parent = setParent('shop', 'couplet');
const annotations = {
  'applyset.kubernetes.io/contains-group-kinds': [...kinds.keys()].join(','),
  'applyset.kubernetes.io/additional-namespaces': 'shop,web',
};
const parentBody = { metadata: { annotations, labels: { 'applyset.kubernetes.io/id': parent.id } } };

type State = { watches: number; problem?: RunError };
type Opened = AsyncDisposable & {
  watches: Watches;
  members: MemberSet;
  states: State[];
  until(holds: () => boolean): Promise<void>;
};

async function open(server: WatchServer, budget = new WatchBudget()): Promise<Opened> {
  const { client: api } = server;
  const members = new MemberSet(parent, '0');
  await members.read(api, { kinds, broken: [] }, AbortSignal.timeout(20_000));
  const states: State[] = [];
  let more = Promise.withResolvers<void>();
  const watches = new Watches({
    owner: 'shop',
    members,
    news: new MemberNews({ members, drift: new DriftLedger(), onDrift: () => {}, onDeleting: () => {} }),
    api,
    stream: (request) => api.stream(request),
    clock: new FakeClock(),
    log: createLog({ name: 'test', level: 'silent' }),
    budget,
    onState(state) {
      states.push(state);
      more.resolve();
      more = Promise.withResolvers<void>();
    },
  });
  return {
    watches,
    members,
    states,
    async until(holds) {
      while (!holds()) await more.promise;
    },
    async [Symbol.asyncDispose]() {
      await watches.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A cluster with so many members of each kind. */
const cluster =
  (perKind: number, onWatch: (url: URL) => Answer = () => stream()) =>
  (url: URL): Answer => {
    if (url.pathname.endsWith('/couplet-shop')) return json(parentBody);
    if (url.searchParams.has('watch')) return onWatch(url);
    const from = Number(url.searchParams.get('continue') ?? '0');
    const count = Math.min(perKind - from, Number(url.searchParams.get('limit')));
    const items = Array.from({ length: count }, (_, index) => ({
      metadata: metadata(1, { name: `m${from + index}` }),
    }));
    const next = from + count < perKind ? String(from + count) : '';
    return json({ metadata: { resourceVersion: '42', continue: next }, items });
  };

test('a start with 10,000 members of 10 kinds costs a list in pages of 500 and a watch for each kind', async () => {
  const server = await watchServer(cluster(1000));
  await using opened = await open(server);
  opened.watches.follow(kinds);
  await server.asked(31);
  assert.deepEqual([opened.members.members.size, server.seen.length], [10_000, 31]);
  const versions = server.seen
    .filter((url) => url.searchParams.has('watch'))
    .map((url) => url.searchParams.get('resourceVersion'));
  assert.deepEqual(
    versions,
    Array.from({ length: 10 }, () => '42'),
  );
});

test('watches take no connection from other requests, and closing them leaves no socket', async () => {
  const server = await watchServer(cluster(1));
  await using opened = await open(server);
  opened.watches.follow(kinds);
  await server.asked(21);
  assert.equal(server.sockets.size, 10);
  await server.client.request({
    method: 'GET',
    path: '/api/v1/configmaps?limit=1',
    signal: AbortSignal.timeout(10_000),
  });
  await opened.watches.close();
  await server.untilNoSocket();
});

test('what is followed already is not opened again', async () => {
  const server = await watchServer(cluster(1));
  await using opened = await open(server);
  opened.watches.follow(kinds);
  opened.watches.follow(kinds);
  await server.asked(21);
  assert.deepEqual(opened.states, [{ watches: 10 }]);
});

test('more watches than all environments together may have are none at all, and it is told', async () => {
  const server = await watchServer(cluster(1));
  const budget = new WatchBudget(12);
  assert.ok(budget.take('another', 3));
  await using opened = await open(server, budget);
  opened.watches.follow(kinds);
  const [state] = opened.states;
  assert.deepEqual([opened.states.length, state?.watches, state?.problem?.code], [1, 0, 'not-watched']);
  assert.match(state?.problem?.message ?? '', /may have 12 watches, found 10 more that are wanted/);
  assert.equal(
    server.seen.some((url) => url.searchParams.has('watch')),
    false,
  );
});

const refuse = (url: URL): Answer =>
  url.pathname.includes('/namespaces/') && !url.pathname.includes('/web/')
    ? stream()
    : json({ message: 'cannot watch' }, 403);

test('where the watch of all namespaces is refused each namespace is watched, and a refusal there is told', async () => {
  const server = await watchServer(cluster(1, refuse));
  await using opened = await open(server);
  opened.watches.follow(new Map([...kinds].slice(0, 1)));
  await opened.until(() => opened.states.at(-1)?.problem !== undefined);
  const last = opened.states.at(-1);
  assert.equal(last?.watches, 2);
  assert.match(
    last?.problem?.message ?? '',
    /Cannot watch kinds0 in namespace web: RBAC must allow the verb watch, found cannot watch/,
  );
});
