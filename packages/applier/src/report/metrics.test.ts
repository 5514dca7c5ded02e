import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import type { ApplierEvent, Drift } from '../events.ts';
import { appliedRun, configured, ended, failedRun, publication, pushedAt, started } from './fixtures/events.ts';
import { applierMetrics } from './metrics.ts';

/** The lines of the text format that are samples, by name and labels, without the common prefix. */
async function samplesAfter(...events: ApplierEvent[]): Promise<Map<string, number>> {
  const registry = new Registry();
  const record = applierMetrics(registry);
  for (const event of events) record(event);
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', value] = /^couplet_applier_(.*) (\S+)$/.exec(line) ?? [];
      return [name, Number(value)];
    }),
  );
}

const removed: ApplierEvent = { environment: 'shop', at: pushedAt, kind: 'removed' };

test('a configured environment has its series at 0', async () => {
  const samples = await samplesAfter(configured);
  const names = [
    'runs_total{environment="shop",result="stalled"}',
    'objects_total{environment="shop",outcome="deleted"}',
    'run_duration_seconds_count{environment="shop"}',
    'stage_duration_seconds_count{environment="shop",stage="fetched"}',
    'push_to_applied_seconds_count{environment="shop"}',
    'last_run_timestamp_seconds{environment="shop"}',
    'last_success_timestamp_seconds{environment="shop"}',
    'api_requests_total{environment="shop"}',
    'drift_total{environment="shop"}',
    'objects{environment="shop"}',
    'state{environment="shop",state="rolled-back"}',
  ];
  assert.deepEqual(
    names.filter((name) => samples.get(name) !== 0),
    [],
  );
});

test('the state that an environment is in is 1, every other 0', async () => {
  const samples = await samplesAfter(configured, ...appliedRun(), started(90, {}, 'r2'));
  const ones = [...samples].filter(([name, value]) => name.startsWith('state{') && value === 1);
  assert.deepEqual(ones, [['state{environment="shop",state="running"}', 1]]);
});

test('a run is counted with its result, objects and requests', async () => {
  const samples = await samplesAfter(configured, ...appliedRun());
  const values = [
    'runs_total{environment="shop",result="applied"}',
    'objects_total{environment="shop",outcome="configured"}',
    'objects_total{environment="shop",outcome="unchanged"}',
    'api_requests_total{environment="shop"}',
    'objects{environment="shop"}',
  ].map((name) => samples.get(name));
  assert.deepEqual(values, [1, 1, 1, 4, 3]);
});

test('the time from push to applied is observed in seconds', async () => {
  assert.equal(
    (await samplesAfter(configured, ...appliedRun())).get('push_to_applied_seconds_sum{environment="shop"}'),
    0.057,
  );
});

test('the duration of each stage is observed, without the first of a publication', async () => {
  const samples = await samplesAfter(configured, ...appliedRun());
  const sums = [...samples].filter(([name]) => name.startsWith('stage_duration_seconds_sum'));
  assert.deepEqual(Object.fromEntries(sums.map(([name, value]) => [/stage="(\w+)"/.exec(name)?.[1], value])), {
    fetched: 0.024,
    published: 0.003,
    loaded: 0.006,
    checked: 0.012,
    applied: 0.012,
    healthy: 0,
  });
});

test('a resync is no push', async () => {
  const samples = await samplesAfter(configured, ...appliedRun('r1', { trigger: 'resync' }));
  assert.equal(samples.get('push_to_applied_seconds_count{environment="shop"}'), 0);
});

test('a poll is no push', async () => {
  const { receivedAt: _received, ...polled } = publication();
  const samples = await samplesAfter(configured, ...appliedRun('r1', { publication: polled }));
  assert.equal(samples.get('push_to_applied_seconds_count{environment="shop"}'), 0);
});

test('a failed run moves the last run and not the last success', async () => {
  const samples = await samplesAfter(configured, ...appliedRun(), ...failedRun('r2'));
  const times = [
    'last_run_timestamp_seconds{environment="shop"}',
    'last_success_timestamp_seconds{environment="shop"}',
  ];
  assert.deepEqual(
    times.map((name) => samples.get(name)),
    [(pushedAt + 150) / 1000, (pushedAt + 57) / 1000],
  );
});

test('drift is counted when it is corrected or left alone for good, not with each try, and its requests always', async () => {
  const source = { file: 'shop/web.yaml', line: 1, document: 1 };
  const drift = { id: 'Deployment.apps/shop/web', fields: [], corrected: true, source };
  const left = (code: string): Drift => ({ ...drift, corrected: false, error: { code, message: 'no' } });
  const objects = [drift, left('drifted'), left('fight'), left('denied-by-webhook')];
  const event = { environment: 'shop', at: pushedAt, kind: 'drifted' as const, objects, requests: 3 };
  const samples = await samplesAfter(configured, ...appliedRun(), event);
  const names = ['drift_total{environment="shop"}', 'api_requests_total{environment="shop"}'];
  assert.deepEqual(
    names.map((name) => samples.get(name)),
    [2, 7],
  );
});

test('errors are those of the last run, by code', async () => {
  assert.equal(
    (await samplesAfter(configured, ...failedRun())).get('errors{environment="shop",code="immutable-field"}'),
    1,
  );
});

test('errors are gone after a run without them', async () => {
  const samples = await samplesAfter(configured, ...failedRun(), ...appliedRun('r2'));
  assert.deepEqual(
    [...samples.keys()].filter((name) => name.startsWith('errors')),
    [],
  );
});

test('a superseded run counts as a run and leaves the errors of the last one', async () => {
  const samples = await samplesAfter(
    configured,
    ...failedRun(),
    started(200, {}, 'r2'),
    ended(210, 'superseded', [], 'r2'),
  );
  const values = [
    'runs_total{environment="shop",result="superseded"}',
    'errors{environment="shop",code="immutable-field"}',
  ];
  assert.deepEqual(
    values.map((name) => samples.get(name)),
    [1, 1],
  );
});

test('a removed environment has no series', async () => {
  assert.deepEqual([...(await samplesAfter(configured, ...appliedRun(), ...failedRun('r2'), removed))], []);
});
