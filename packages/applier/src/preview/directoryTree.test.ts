import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { directoryTree } from './directoryTree.ts';

async function withDirectory(files: Record<string, string>, work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'couplet-directory-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(directory, path, '..'), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const files = { 'a.yaml': 'a', 'a/b.yml': 'b', 'a-b.json': '{}', 'a/deep/ünï.YAML': 'c', 'z.yaml': '' };

test('the tree of a directory of manifests is the one that git makes', async () => {
  await withDirectory(files, async (directory) => {
    const git = (...args: string[]): string => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8' });
    const { tree } = await directoryTree(directory);
    git('init', '-q');
    git('add', '-A');
    assert.equal(tree, git('write-tree').trim());
  });
});

test('files that are no manifests, symbolic links and .git are left out', async () => {
  await withDirectory(files, async (directory) => {
    const { tree } = await directoryTree(directory);
    await writeFile(join(directory, 'README.md'), 'text');
    await symlink('a.yaml', join(directory, 'link.yaml'));
    await mkdir(join(directory, '.git'));
    await writeFile(join(directory, '.git', 'x.yaml'), 'x');
    assert.equal((await directoryTree(directory)).tree, tree);
  });
});
