import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { controlMetrics } from './controlMetrics.ts';

test('what people may ask of an environment starts at 0', async () => {
  const registry = new Registry();
  const metrics = controlMetrics(registry, () => ['shop']);
  metrics.acted('shop', 'run', 202);
  await registry.metrics();
  const text = await registry.metrics();
  const samples = [...text.matchAll(/action="(\w+)",answer="202"\} (\d)/g)].map(([, action, value]) => [action, value]);
  assert.deepEqual(Object.fromEntries(samples), { run: '1', suspend: '0', resume: '0', approve: '0' });
});

test('a lease is lost when it was held before, and not when it cannot be taken', async () => {
  const registry = new Registry();
  const metrics = controlMetrics(registry);
  for (const isLeading of [false, true, true, false, false, true]) metrics.leads(isLeading);
  const text = await registry.metrics();
  assert.match(text, /^couplet_applier_lease_losses_total 1$/m);
  assert.match(text, /^couplet_applier_leader 1$/m);
});
