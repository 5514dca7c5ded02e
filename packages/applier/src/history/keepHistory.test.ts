import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import { Leadership } from '../lease/leadership.ts';
import { appliedRun, configured, pushedAt } from '../report/fixtures/events.ts';
import { configMapApi } from './fixtures/configMapApi.ts';
import type { History } from './history.ts';
import { keepHistory } from './keepHistory.ts';

const signal = new AbortController().signal;

/** A process that leads, and its history. */
function newProcess(api = configMapApi()) {
  const registry = new Registry();
  const clock = new FakeClock();
  const leadership = new Leadership();
  leadership.lead({ signal, isHeld: () => true });
  const log = createLog({ name: 'test', level: 'silent' });
  const history = keepHistory({
    api,
    namespace: 'couplet',
    clock,
    leadership,
    registry,
    health: new Health(clock),
    log,
  });
  return { api, history, registry };
}

/** Resolves when what is in the store is in the history. */
async function read(history: History): Promise<void> {
  await new Promise<void>((resolve) => void history.onChange(() => resolve()));
}

test('a new process shows the runs of the one before it', async () => {
  const { api, history } = newProcess();
  for (const event of [configured, ...appliedRun('r1')]) history.record(event);
  await history.written('shop', signal);
  const second = newProcess(api);
  second.history.record(configured);
  await read(second.history);
  assert.deepEqual(
    second.history.list('shop')?.map(({ id, counts }) => [id, counts.configured]),
    [['r1', 1]],
  );
  assert.match(await second.registry.metrics(), /couplet_applier_history_runs\{environment="shop"\} 1/);
});

test('an environment that comes back to the configuration has its history again', async () => {
  const { history } = newProcess();
  for (const event of [configured, ...appliedRun('r1')]) history.record(event);
  await history.written('shop', signal);
  history.record({ kind: 'removed', environment: 'shop', at: pushedAt });
  assert.equal(history.list('shop'), undefined);
  history.record(configured);
  await read(history);
  assert.equal(history.list('shop')?.length, 1);
});

test('what waits to be written is written at the end', async () => {
  const { api, history } = newProcess();
  history.record(configured);
  for (const event of appliedRun('r1')) history.record(event);
  await history.close(1_000);
  assert.deepEqual(
    [...api.objects.values()].map(({ binaryData = {} }) => Object.keys(binaryData)),
    [['r1.json.gz']],
  );
});
