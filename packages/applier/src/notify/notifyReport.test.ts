import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import { notifyMetrics } from './notifyMetrics.ts';
import { notifyReport } from './notifyReport.ts';

const facts = { receiver: 'pager', environment: 'shop', event: 'failed' } as const;
const refused = (why: string) => ({ ...facts, result: 'refused' as const, why });

function reporting() {
  const health = new Health(new FakeClock());
  const registry = new Registry();
  const lines: string[] = [];
  const note = (fields: object, message?: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note };
  const report = notifyReport({ log, health, metrics: notifyMetrics(registry, ['pager']) });
  return { report, health, registry, lines };
}

test('a receiver that is down is one line however often it is tried, and another when it says something else', () => {
  const { report, lines } = reporting();
  for (const why of ['503', '503', '503', '410']) report.notSent(refused(why));
  assert.deepEqual(
    lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))).why),
    ['503', '410'],
  );
});

test('a receiver that is down is a notice in health until it answers', () => {
  const { report, health } = reporting();
  report.notSent(refused('h must answer 2xx, found 503'));
  assert.deepEqual(health.ready(), {
    ok: true,
    checks: { 'notifications to pager': 'Cannot notify pager: h must answer 2xx, found 503' },
  });
  report.sent(facts);
  assert.deepEqual(health.ready().checks, { 'notifications to pager': 'ok' });
});

test('after it has answered, the same problem is a line again', () => {
  const { report, lines } = reporting();
  report.notSent(refused('503'));
  report.sent(facts);
  report.notSent(refused('503'));
  assert.equal(lines.filter((line) => line.startsWith('notification not sent')).length, 2);
});

test('every result of every receiver is counted from 0', async () => {
  const { report, registry } = reporting();
  report.sent(facts);
  const values = (await registry.getMetricsAsJSON()).flatMap(({ values: all }) =>
    all.map(({ labels, value }) => [labels['name'], labels['result'], value]),
  );
  assert.deepEqual(values, [
    ['pager', 'sent', 1],
    ['pager', 'failed', 0],
    ['pager', 'refused', 0],
  ]);
});

test('what cannot be kept is a notice that says what may happen, until it can', () => {
  const { report, health } = reporting();
  report.kept('Cannot keep what was told: 500');
  assert.deepEqual(health.ready().checks, {
    'notifications kept': 'Cannot keep what was told: 500; after a restart something may be told twice',
  });
  report.kept(undefined);
  assert.deepEqual(health.ready().checks, { 'notifications kept': 'ok' });
});
