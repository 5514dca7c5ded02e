import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

test('fault 7 a volume whose trees cannot be read is named, what was applied stays, and its return needs no restart', async () => {
  await using running = await TestPair.start({
    environments: [{ name: 'shop', settle: 0 }],
    files: { 'shop/a.yaml': configMap('a', 'one'), 'shop/b.yaml': configMap('b', 'one') },
  });
  const { pair } = running;
  await running.applied('shop');
  await pair.applier?.terminate();
  await pair.sync?.terminate();
  const trees = join(pair.volume, 'trees');
  await rename(trees, `${trees}.away`);
  // Worse than a directory that is missing: every read of a tree is ENOTDIR.
  await writeFile(trees, '');
  await pair.startApplier();
  const { errors = [] } = await running.applied('shop', ['stalled', 'failed']);
  assert.match(errors[0]?.message ?? '', /trees/);
  assert.equal((await fetch(`${pair.pageUrl}/healthz`)).status, 200);
  assert.ok((await running.configMap('shop', 'a')) && (await running.configMap('shop', 'b')));
  await rename(trees, `${trees}.file`);
  await rename(`${trees}.away`, trees);
  const { counts } = await running.applied('shop');
  assert.deepEqual([counts?.['unchanged'], counts?.['deleted']], [2, 0]);
});
