import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

test('a published file that is damaged while both run is reported by the applier, and mended and applied by the next pass of sync', async () => {
  await using running = await TestPair.start({
    environments: [{ name: 'repair', settle: 0 }],
    files: { 'repair/a.yaml': configMap('a', 'one') },
  });
  const { pair } = running;
  await running.applied('repair');
  await pair.applier?.terminate();
  await pair.push('Change a', { write: { 'repair/a.yaml': configMap('a', 'two') } });
  const publication = await eventually('the change is published', async () => {
    const text = await readFile(join(pair.volume, 'environments', 'repair.json'), 'utf8');
    return text.includes('Change a') ? (JSON.parse(text) as { tree: string }) : undefined;
  });
  const file = join(pair.volume, 'trees', publication.tree, 'a.yaml');
  await chmod(file, 0o644);
  await writeFile(file, (await readFile(file, 'utf8')).replace('two', 'six'));
  await pair.startApplier();
  const { errors } = await running.applied('repair', ['stalled']);
  assert.equal(errors?.[0]?.code, 'damaged-tree');

  // Only polls look through the volume by themselves; a call for a ref learns it from the applier.
  const headers = { authorization: `Bearer ${pair.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ ref: 'refs/heads/main' });
  assert.equal((await fetch(`${pair.syncUrl}/sync`, { method: 'POST', headers, body })).status, 202);
  await running.applied('repair');
  assert.equal((await running.configMap('repair', 'a'))?.data?.['value'], 'two');
  const told = pair.sync?.log.map(({ msg }) => msg).filter((line) => line.startsWith('published tree'));
  assert.deepEqual(told, ['published tree is damaged', 'published tree repaired']);
});
