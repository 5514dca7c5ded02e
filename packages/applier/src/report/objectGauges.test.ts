import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import type { ApplierEvent, Drift } from '../events.ts';
import { appliedRun, configured, ended, failedRun, immutable, pushedAt, started, told } from './fixtures/events.ts';
import { applierMetrics } from './metrics.ts';

const id = 'Deployment.apps/shop/web';

/** The gauges about objects that are not 0, without prefix and environment. */
async function troublesAfter(...events: ApplierEvent[]): Promise<Record<string, number>> {
  const registry = new Registry();
  const record = applierMetrics(registry);
  for (const event of [configured, ...events]) record(event);
  const lines = (await registry.metrics()).matchAll(
    /^couplet_applier_(\w+_objects|missing_rights)\{environment="shop"(?:,cause="(\w+)")?\} (\d+)$/gm,
  );
  const samples = [...lines].map(([, name = '', cause, value]): [string, number] => [
    [name, cause].filter(Boolean).join(' '),
    Number(value),
  ]);
  assert.equal(samples.length, 8);
  return Object.fromEntries(samples.filter(([, value]) => value !== 0));
}

const cluster = (event: object): ApplierEvent => ({ environment: 'shop', at: pushedAt, ...event }) as ApplierEvent;
const left = (code: string, name: string): Drift => ({
  id: name,
  fields: [],
  corrected: false,
  source: { file: 'a.yaml', line: 1, document: 1 },
  error: { code, message: 'no' },
});

test('an environment in order has every gauge at 0', async () => {
  assert.deepEqual(await troublesAfter(...appliedRun()), {});
});

test('objects that failed are of the last run', async () => {
  assert.deepEqual(await troublesAfter(...failedRun()), { failed_objects: 1 });
  assert.deepEqual(await troublesAfter(...failedRun(), ...appliedRun('r2')), {});
});

test('deletes that wait are counted', async () => {
  const held = told(40, { kind: 'object', id, outcome: 'held' });
  assert.deepEqual(await troublesAfter(started(), held, ended(50, 'held')), { held_objects: 1 });
});

test('objects that are not healthy are counted', async () => {
  const settled = { kind: 'settled' as const, objects: 3, requests: 0, same: false };
  const sick = told(90, { ...settled, result: 'degraded', errors: [immutable] });
  const well = told(99, { ...settled, result: 'healthy', errors: [] });
  assert.deepEqual(await troublesAfter(...appliedRun(), sick), { unhealthy_objects: 1 });
  assert.deepEqual(await troublesAfter(...appliedRun(), sick, well), {});
});

test('drift that is not corrected is counted by its cause, until it is over', async () => {
  const objects = [left('drifted', 'A/a'), left('fight', 'A/b'), left('fight', 'A/c'), left('forbidden', 'A/d')];
  const drifted = cluster({ kind: 'drifted', objects, requests: 0 });
  const resolved = cluster({ kind: 'resolved', ids: ['A/b', 'A/d'] });
  assert.deepEqual(await troublesAfter(drifted, resolved), {
    'drifted_objects detected': 1,
    'drifted_objects fight': 1,
  });
});

test('objects that are being deleted, and rights that are missing, are counted', async () => {
  const deleting = cluster({ kind: 'deleting', objects: [{ id }, { id: 'A/a' }] });
  const reviewed = cluster({ kind: 'reviewed', missing: [{ code: 'missing-access', message: 'no' }] });
  assert.deepEqual(await troublesAfter(deleting, reviewed), { deleting_objects: 2, missing_rights: 1 });
});
