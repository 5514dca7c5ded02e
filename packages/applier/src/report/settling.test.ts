import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '@couplet/daemon';
import { Registry } from 'prom-client';
import type { ApplierEvent, HealthResult, RunError, RunEvent } from '../events.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';
import { appliedRun, at, configured, ended, next, publication, started, told } from './fixtures/events.ts';
import { pageOf as renderedPage } from './fixtures/pages.ts';
import { recordLog } from './log.ts';
import { applierMetrics } from './metrics.ts';
import { Status } from './status.ts';

const sick: RunError = {
  code: 'image-pull',
  message: 'Deployment.apps/shop/web is not healthy: 0 of 1 replicas are ready; pod web-1: <no image>',
  id: 'Deployment.apps/shop/web',
  file: 'shop/web.yaml',
  line: 12,
};
const waitingFor = 'waiting for Deployment.apps/shop/web: 0 of 1 replicas are ready';

function settling(ms: number, more: { message?: string; run?: string } = {}): RunEvent {
  const { message, run } = more;
  return told(
    ms,
    { kind: 'settling', objects: 2, current: 1, requests: 1, ...(message !== undefined && { message }) },
    run,
  );
}

function settled(ms: number, result: HealthResult, more: { same?: boolean; run?: string } = {}): RunEvent {
  const errors = result === 'degraded' ? [sick] : [];
  return told(ms, { kind: 'settled', result, errors, objects: 2, requests: 3, same: more.same ?? false }, more.run);
}

function after(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  const found = status.get('shop');
  assert.ok(found);
  return found;
}

describe('the state of an environment', () => {
  const table: [EnvironmentStatus['state'], string, ApplierEvent[]][] = [
    ['applied', 'what was applied is waited for', [...appliedRun(), settling(60)]],
    ['healthy', 'what was applied is healthy', [...appliedRun(), settled(90, 'healthy')]],
    ['degraded', 'what was applied is not healthy', [...appliedRun(), settled(90, 'degraded')]],
    ['healthy', 'it has healed by itself', [...appliedRun(), settled(90, 'degraded'), settled(95, 'healthy')]],
    ['running', 'the next run goes on', [...appliedRun(), settled(90, 'degraded'), started(100, {}, 'r2')]],
    ['applied', 'the next run ended', [...appliedRun(), settled(90, 'degraded'), ...appliedRun('r2')]],
    ['held', 'deletes wait and the rest is healthy', [started(), ended(50, 'held'), settled(90, 'healthy')]],
    ['degraded', 'deletes wait and the rest is not healthy', [started(), ended(50, 'held'), settled(90, 'degraded')]],
    ['applied', 'a late word about an older run', [...appliedRun(), ...appliedRun('r2'), settled(99, 'degraded')]],
  ];
  for (const [state, when, events] of table) {
    test(`is ${state} when ${when}`, () => assert.equal(after(...events).state, state));
  }
});

test('while it is waited for, progress says for what', () => {
  assert.deepEqual(after(...appliedRun(), settling(60, { message: waitingFor })).progress, {
    done: 1,
    of: 2,
    message: waitingFor,
  });
});

test('once it has settled there is no progress', () => {
  assert.equal(after(...appliedRun(), settling(60), settled(90, 'healthy')).progress, undefined);
});

test('a healthy run has its last stage and names its commit', () => {
  const { healthy, stages } = after(...appliedRun(), settling(60), settled(90, 'healthy'));
  const { commit, tree } = publication();
  assert.deepEqual(healthy, { commit, tree, at: at(90) });
  assert.deepEqual(stages?.at(-1), { stage: 'healthy', at: at(90), ms: 33 });
});

test('a degraded commit leaves the last healthy one named', () => {
  const second = appliedRun('r2', { publication: next });
  const { healthy, applied } = after(
    ...appliedRun(),
    settled(70, 'healthy'),
    ...second,
    settled(90, 'degraded', { run: 'r2' }),
  );
  assert.deepEqual([healthy?.commit, applied?.commit], [publication().commit, next.commit]);
});

test('a degraded environment shows what is not healthy, and keeps it while the next run goes on', () => {
  const events = [...appliedRun(), settled(90, 'degraded')];
  assert.deepEqual(after(...events).errors, [sick]);
  assert.deepEqual(after(...events, started(100, {}, 'r2')).errors, [sick]);
});

test('requests of the wait are requests of its run', () => {
  assert.equal(after(...appliedRun(), settling(60), settled(90, 'healthy')).requests, 8);
});

async function samplesAfter(...events: ApplierEvent[]): Promise<(name: string) => number | undefined> {
  const registry = new Registry();
  const record = applierMetrics(registry);
  for (const event of [configured, ...events]) record(event);
  const lines = (await registry.metrics()).split('\n');
  return (name) => {
    const line = lines.find((one) => one.startsWith(`couplet_applier_${name} `));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  };
}

test('the gauge of health is 1 only while everything is healthy', async () => {
  const values = await Promise.all(
    [[], [settled(90, 'healthy')], [settled(90, 'degraded')], [settled(90, 'healthy'), ...appliedRun('r2')]].map(
      async (events) => (await samplesAfter(...appliedRun(), ...events))('healthy{environment="shop"}'),
    ),
  );
  assert.deepEqual(values, [0, 1, 0, 0]);
});

test('how long it took to settle is observed once, whoever heals it later', async () => {
  const sample = await samplesAfter(
    ...appliedRun(),
    settled(90, 'degraded'),
    settled(95, 'degraded', { same: true }),
    settled(99, 'healthy'),
  );
  assert.deepEqual(
    [
      'settle_seconds_sum{environment="shop",result="degraded"}',
      'settle_seconds_count{environment="shop",result="healthy"}',
    ].map(sample),
    [0.033, 0],
  );
});

test('what is not healthy is counted by code until it is', async () => {
  const name = 'errors{environment="shop",code="image-pull"}';
  const sickRun = [...appliedRun(), settled(90, 'degraded')];
  assert.equal((await samplesAfter(...sickRun))(name), 1);
  assert.equal((await samplesAfter(...sickRun, settled(99, 'healthy')))(name), undefined);
});

test('requests of the wait are counted', async () => {
  const sample = await samplesAfter(...appliedRun(), settling(60), settled(90, 'healthy'));
  assert.equal(sample('api_requests_total{environment="shop"}'), 8);
});

function logged(...events: ApplierEvent[]): string[] {
  const written: string[] = [];
  const log = createLog({ name: 'applier', destination: { write: (line) => void written.push(line) } });
  for (const event of events) recordLog(log, event);
  return written.map((line) => {
    const { level, msg, code, result }: Record<string, string> = JSON.parse(line);
    return [level, msg, code ?? result].join(' ');
  });
}

test('the log has a line for each object that is not healthy and one for the result, and repeats neither', () => {
  const again = settled(95, 'degraded', { same: true });
  assert.deepEqual(logged(settling(60), settled(90, 'degraded'), again, settled(99, 'healthy')), [
    'error object unhealthy image-pull',
    'warn run settled degraded',
    'info run settled healthy',
  ]);
});

function pageOf(...events: ApplierEvent[]): string {
  return renderedPage(after(...events));
}

test('the page says what is waited for', () => {
  const page = pageOf(...appliedRun(), settling(60, { message: waitingFor }));
  assert.ok(page.includes(`Everything in 1a2b3c4 is in the cluster; 1 of 2 objects are healthy, ${waitingFor}.`));
});

test('the page shows what is not healthy in full, escaped, with its file', () => {
  const page = pageOf(...appliedRun(), settled(90, 'degraded'));
  assert.match(page, /1a2b3c4 is applied, but 1 object is not healthy\./);
  assert.match(page, /0 of 1 replicas are ready; pod web-1: &lt;no image>/);
  assert.match(page, /shop\/web\.yaml:12/);
});

test('the page has the time until it was healthy in its bar', () => {
  assert.match(pageOf(...appliedRun(), settled(90, 'healthy')), /<span>healthy<\/span> <b>33 ms<\/b>/);
});
