import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import { ApiUnreachableError } from '../apply/apiError.ts';
import { historyReport } from './historyReport.ts';

function world() {
  const registry = new Registry();
  const health = new Health(new FakeClock());
  const lines: string[] = [];
  const line = (_fields: unknown, message?: string): void => void lines.push(message ?? '');
  const log = { info: line, warn: line };
  const report = historyReport({ registry, health, log, held: () => new Map([['shop', 7]]) });
  report.opened('shop');
  return { registry, health, lines, report };
}

const refused = new ApiUnreachableError('Cannot reach the API server: it is down');

test('the runs that are held, and no failure yet, are metrics from the start', async () => {
  const text = await world().registry.metrics();
  assert.match(text, /couplet_applier_history_runs\{environment="shop"\} 7/);
  assert.match(text, /couplet_applier_history_write_errors_total\{environment="shop"\} 0/);
});

test('each failure is counted, the log says it once, health says it and stays ready', async () => {
  const { registry, health, lines, report } = world();
  report.tried('shop', refused);
  report.tried('shop', refused);
  assert.match(await registry.metrics(), /history_write_errors_total\{environment="shop"\} 2/);
  assert.equal(lines.length, 1);
  const { ok, checks } = health.ready();
  assert.equal(ok, true);
  assert.match(checks['history'] ?? '', /Cannot reach the API server: it is down; it is tried again, and runs go on/);
});

test('a write that goes well again is said', () => {
  const { health, lines, report } = world();
  report.tried('shop', refused);
  report.tried('shop', undefined);
  report.tried('shop', undefined);
  assert.deepEqual([health.ready().checks['history'], lines.length], ['ok', 2]);
});

test('an environment that is gone has no metric and no failure', async () => {
  const { registry, health, report } = world();
  report.tried('shop', refused);
  report.closed('shop');
  assert.doesNotMatch(await registry.metrics(), /history_write_errors_total\{/);
  assert.equal(health.ready().checks['history'], 'ok');
});
