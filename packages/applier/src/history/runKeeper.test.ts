import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { Decision } from '../lease/leadership.ts';
import { configMapApi, type ConfigMapApi } from './fixtures/configMapApi.ts';
import { runRecord } from './fixtures/runRecords.ts';
import { RunKeeper } from './runKeeper.ts';
import { RunList } from './runList.ts';
import { RunStore } from './runStore.ts';

const signal = new AbortController().signal;
const leading = (term: number): Decision => ({ kind: 'leading', term, signal });
const standby: Decision = { kind: 'standby', holder: 'another' };

/** A keeper before anybody leads. `turn` resolves when the next turn has ended, to what it failed with. */
function world(api: ConfigMapApi = configMapApi()) {
  const clock = new FakeClock();
  const list = new RunList('shop');
  const lead: { now: Decision | undefined; isHeld(): boolean } = {
    now: undefined,
    isHeld: () => lead.now?.kind === 'leading',
  };
  const reads: number[] = [];
  let turned = Promise.withResolvers<unknown>();
  const keeper = new RunKeeper({
    list,
    store: new RunStore(api, { environment: 'shop', namespace: 'couplet' }),
    clock,
    leadership: lead,
    onRead: () => reads.push(list.size),
    onTurn(failure) {
      turned.resolve(failure);
      turned = Promise.withResolvers();
    },
  });
  const become = async (decision: Decision): Promise<unknown> => {
    lead.now = decision;
    const { promise } = turned;
    keeper.leadershipChanged();
    return await promise;
  };
  const change = async (record = runRecord(), within = 0): Promise<unknown> => {
    list.put(record);
    const { promise } = turned;
    keeper.changed(within);
    return await promise;
  };
  return { api, clock, list, keeper, lead, reads, become, change };
}

const idsOf = (list: RunList): string[] => list.summaries().map(({ id }) => id);

test('whoever begins to lead reads once, and a new run is then one request', async () => {
  const { api, become, change, reads } = world();
  await become(leading(1));
  assert.deepEqual([api.requests.length, reads], [5, [0]]);
  await change(runRecord({ id: '1' }));
  const configMaps = '/api/v1/namespaces/couplet/configmaps';
  assert.deepEqual(api.requests.slice(5), [`POST ${configMaps}`, `PATCH ${configMaps}/couplet-shop.runs-0`]);
  await change(runRecord({ id: '2' }));
  assert.deepEqual(api.requests.slice(7), [`PATCH ${configMaps}/couplet-shop.runs-0`]);
});

test('a run that ended before the history was read is written beside what was there', async () => {
  const before = world();
  await before.become(leading(1));
  await before.change(runRecord({ id: '1' }));
  const { list, become, keeper } = world(before.api);
  list.put(runRecord({ id: '2' }));
  keeper.changed(0);
  await become(leading(1));
  assert.deepEqual([idsOf(list), list.unsaved()], [['2', '1'], []]);
});

test('who does not lead reads and writes nothing', async () => {
  const { api, list, become, change } = world();
  await become(standby);
  await change();
  assert.deepEqual(
    api.requests.filter((request) => !request.startsWith('GET')),
    [],
  );
  assert.deepEqual(list.unsaved(), [0], 'it is kept for the time when this one leads');
});

test('with each new term it is read what another wrote meanwhile', async () => {
  const one = world();
  await one.become(leading(1));
  await one.change(runRecord({ id: '1' }));
  const other = world(one.api);
  await other.become(leading(1));
  await other.change(runRecord({ id: '2' }));
  await one.become(leading(2));
  assert.deepEqual(idsOf(one.list), ['2', '1']);
});

test('of two that write at the same time neither loses a run', async () => {
  const one = world();
  await one.become(leading(1));
  const other = world(one.api);
  await other.become(leading(1));
  await other.change(runRecord({ id: '2' }));
  await one.change(runRecord({ id: '1' }));
  const third = world(one.api);
  await third.become(leading(1));
  assert.deepEqual(idsOf(third.list), ['2', '1']);
});

test('what somebody deletes is gone with the next run', async () => {
  const { api, list, become, change } = world();
  await become(leading(1));
  for (let run = 10; run < 25; run += 1) await change(runRecord({ id: String(run) }));
  api.objects.clear();
  list.put(runRecord({ id: '24', requests: 99 }));
  await change(runRecord({ id: '25' }));
  assert.deepEqual([idsOf(list), list.unsaved()], [['25'], []]);
  const other = world(api);
  await other.become(leading(1));
  assert.deepEqual(idsOf(other.list), ['25']);
});

test('what cannot be written is written later, and no run waits for it meanwhile', async () => {
  const { api, clock, list, keeper, become, change } = world();
  await become(leading(1));
  api.failing = true;
  assert.match(String(await change()), /500/);
  list.put(runRecord({ id: '2' }));
  keeper.changed(0);
  await keeper.written(signal);
  api.failing = false;
  await clock.untilSleeping();
  await clock.advance(1_000);
  assert.deepEqual(list.unsaved(), []);
});

test('the next run waits until what is urgent is written, and for nothing else', async () => {
  const { list, keeper, become } = world();
  await become(leading(1));
  list.put(runRecord());
  keeper.changed(60_000);
  await keeper.written(signal);
  assert.deepEqual(list.unsaved(), [0]);
  keeper.changed(0);
  await keeper.written(signal);
  assert.deepEqual(list.unsaved(), []);
});

test('the next run waits for 5 s at most', async () => {
  const { api, clock, list, keeper, become } = world();
  await become(leading(1));
  api.request = () => new Promise(() => {});
  list.put(runRecord());
  keeper.changed(0);
  const waiting = keeper.written(signal);
  await clock.untilSleeping();
  await clock.advance(5_000);
  await waiting;
});

test('the end writes what waits for company', async () => {
  const { list, keeper, become } = world();
  await become(leading(1));
  list.put(runRecord());
  keeper.changed(60_000);
  await keeper.close(1_000);
  assert.deepEqual(list.unsaved(), []);
});

test('losing the lease in the middle of a write is no failure', async () => {
  const { api, lead, become, change } = world();
  await become(leading(1));
  const request = api.request.bind(api);
  api.request = async (given) => {
    if (given.method === 'GET') return request(given);
    lead.now = standby;
    throw new Error('fenced');
  };
  assert.equal(await change(), undefined);
});
