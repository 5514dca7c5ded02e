import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MemoryObjects, symlink } from './support/memoryObjects.ts';
import { publicationOf } from './support/publicationOf.ts';
import { temporaryVolume } from './support/temporaryVolume.ts';
import { treeId, writePublication, writeTree } from './index.ts';
import * as api from './index.ts';
import type { TreeId } from './index.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));
const [look = '', verify = ''] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
const python = blocks.find(({ language }) => language === 'python')?.text ?? '';

async function example(): Promise<AsyncDisposable & { root: string; tree: TreeId; web: string }> {
  const volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const apps = { 'web.yaml': 'kind: Deployment\n', 'a name with spaces.yaml': 'x' };
  const tree = objects.add({ apps, link: symlink('apps'), 'README.md': '' });
  const { skipped } = await writeTree(volume.root, tree, objects);
  await writePublication(volume.root, publicationOf(tree, { skipped }));
  return { ...volume, tree, web: objects.addBlob('kind: Deployment\n') };
}

const sh = (root: string, script = ''): string =>
  execFileSync('sh', ['-eu', '-c', script], {
    env: { PATH: process.env['PATH'], VOLUME: root, HOME: root },
    encoding: 'utf8',
  });

test('the shell example shows the publication and walks into the tree', async () => {
  await using e = await example();
  const output = sh(e.root, look);
  assert.match(output, /^couplet volume 1\nstaging\.json\n\{\n {2}"format": 1,/);
  assert.match(output, /\n\.\.\/[0-9a-f]{40}\nkind: Deployment\n$/);
});

test('the shell example verifies with git alone', async () => {
  await using e = await example();
  assert.equal(sh(e.root, verify), `tree: sound\n${e.web}\n`);
});

// The only example that needs a program which not every machine has.
if (spawnSync('python3', ['--version']).status === 0) {
  test('the Python example finds a sound tree sound, and names an altered file', async () => {
    await using e = await example();
    const run = () => spawnSync('python3', ['-c', python, e.tree], { cwd: e.root, encoding: 'utf8' });
    assert.equal(run().stdout, 'sound\n');
    writeFileSync(join(e.root, 'trees', e.tree, 'apps', 'web.yaml'), 'kind: DeploymenT\n');
    assert.match(run().stderr, /damaged: b'trees\/[0-9a-f]{40}\/web\.yaml'/);
  });
}

test('every key of a publication is documented', () => {
  const { format, ...rest } = publicationOf(treeId('0'.repeat(40)), { receivedAt: '', skippedMore: 1 });
  for (const key of Object.keys({ format, ...rest })) assert.ok(readme.includes(`\`${key}\``), key);
});

test('every function that the README names exists', () => {
  const [, section = ''] = readme.split('## In TypeScript');
  for (const [, name = ''] of section.matchAll(/`(\w+)`/g)) assert.ok(name in api, name);
});
