import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import { Leadership } from '../lease/leadership.ts';
import { appliedRun, configured, ended, pushedAt, started } from '../report/fixtures/events.ts';
import { configMapApi, type ConfigMapApi } from './fixtures/configMapApi.ts';
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
  return { api, history, registry, clock };
}

/** Resolves when what is in the store is in the history. */
async function read(history: History): Promise<void> {
  await new Promise<void>((resolve) => void history.onChange(() => resolve()));
}

function runsIn({ objects }: ConfigMapApi): string[] {
  return [...objects.values()].flatMap(({ binaryData = {} }) => Object.keys(binaryData)).toSorted();
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

test('an environment has the metric of its failures before it fails', async () => {
  const { history, registry } = newProcess();
  history.record(configured);
  assert.match(await registry.metrics(), /couplet_applier_history_write_errors_total\{environment="shop"\} 0/);
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
  assert.deepEqual(runsIn(api), ['r1.json.gz']);
});

test('a run that changed nothing waits a minute for company', async () => {
  const { api, history, clock } = newProcess();
  for (const event of [configured, ...appliedRun('r1')]) history.record(event);
  await history.written('shop', signal);
  history.record(started(100, { trigger: 'resync' }, 'r2'));
  history.record(ended(105, 'applied', [], 'r2'));
  await clock.advance(59_000);
  assert.deepEqual(runsIn(api), ['r1.json.gz']);
  await clock.advance(2_000);
  assert.deepEqual(runsIn(api), ['r1.json.gz', 'r2.json.gz']);
});

test('a failure to write is counted, and forgotten with its environment', async () => {
  const { api, history, registry, clock } = newProcess();
  history.record(configured);
  await clock.advance(0);
  api.failing = true;
  for (const event of appliedRun('r1')) history.record(event);
  await history.written('shop', signal);
  assert.match(await registry.metrics(), /couplet_applier_history_write_errors_total\{environment="shop"\} 1/);
  history.record({ kind: 'removed', environment: 'shop', at: pushedAt });
  await clock.advance(60_000);
  assert.doesNotMatch(await registry.metrics(), /environment="shop"/);
});
