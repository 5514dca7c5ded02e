import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configValid } from './configValid.ts';
import { createMetrics } from './metrics.ts';
import { version } from './version.ts';

test('the build info names component and version', async () => {
  const text = await createMetrics('sync').registry.metrics();
  assert.ok(text.includes(`couplet_build_info{component="sync",version="${version}"} 1\n`));
});

test('the process metrics are there', async () => {
  const text = await createMetrics('sync').registry.metrics();
  assert.match(text, /^process_resident_memory_bytes \d+$/m);
});

test('nothing else of ours is there', () => {
  const names = createMetrics('sync')
    .registry.getMetricsAsArray()
    .map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !/^(nodejs|process)_/.test(name)),
    ['couplet_build_info'],
  );
});

test('two registries in one process do not disturb each other', async () => {
  const [sync, applier] = [createMetrics('sync'), createMetrics('applier')];
  assert.match(await sync.registry.metrics(), /component="sync"/);
  assert.match(await applier.registry.metrics(), /component="applier"/);
});

test('the configuration counts as valid until it is said not to be', async () => {
  const { registry } = createMetrics('sync');
  const setValid = configValid(registry);
  assert.match(await registry.metrics(), /^couplet_config_valid 1$/m);
  setValid(false);
  assert.match(await registry.metrics(), /^couplet_config_valid 0$/m);
  setValid(true);
  assert.match(await registry.metrics(), /^couplet_config_valid 1$/m);
});
