import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

const root = join(import.meta.dirname, '..');

/**
 * Node's permission model refuses in the kernel's place: nothing can be written, and nothing read but these paths. sync
 * cannot run under it (it makes symbolic links), so it shows its half by having no credential within reach.
 */
function readingOnly(...paths: string[]): string[] {
  return ['--permission', '--allow-net', ...paths.map((path) => `--allow-fs-read=${path}`)];
}

async function prepare(): Promise<TestPair> {
  return await TestPair.start(
    {
      environments: [{ name: 'edge' }],
      files: { 'edge/a.yaml': configMap('a', 'one') },
      password: 'only for sync',
      applier: { kubeconfig: undefined },
    },
    { start: false },
  );
}

test('sync works without a Kubernetes credential, applier without a git credential and without writing one byte', async () => {
  await using running = await prepare();
  const { pair } = running;
  const { kubeconfig } = pair.options;
  await pair.startSync({ env: { HOME: '/nonexistent' } });
  await pair.startApplier({
    env: { KUBECONFIG: kubeconfig },
    nodeArguments: readingOnly(root, pair.configFile, kubeconfig, pair.volume),
  });
  await running.applied('edge');
  await pair.push('Change it', { write: { 'edge/a.yaml': configMap('a', 'two') } });
  await running.applied('edge');
  assert.equal((await running.configMap('edge', 'a'))?.data?.['value'], 'two');
});

test('an applier that may not read its kubeconfig says so on the page and applies nothing', async () => {
  await using running = await prepare();
  const { pair } = running;
  await pair.startSync({ env: { HOME: '/nonexistent' } });
  await pair.startApplier({
    env: { KUBECONFIG: pair.options.kubeconfig },
    nodeArguments: readingOnly(root, pair.configFile, pair.volume),
  });
  const { errors } = await running.applied('edge', ['failed']);
  assert.match(errors?.[0]?.message ?? '', /^Cannot read the Kubernetes credentials from/);
  assert.equal(await running.configMap('edge', 'a'), undefined);
});
