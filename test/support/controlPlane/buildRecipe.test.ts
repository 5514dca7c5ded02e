import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildRecipe } from './buildRecipe.ts';

const goMod = await readFile(join(import.meta.dirname, '../../cluster/go.mod'), 'utf8');

test('the version that the API server reports is the one that go.mod requires', () => {
  const { version, recipe } = buildRecipe('require (\n\tk8s.io/kubernetes v1.40.2\n)\n');
  assert.equal(version, 'v1.40.2');
  const stamps = recipe.join(' ');
  assert.match(stamps, /version\.gitVersion=v1\.40\.2 .*version\.gitMajor=1 .*version\.gitMinor=40 /);
});

test('every staging module is replaced by the release that belongs to the required Kubernetes version', () => {
  const { version } = buildRecipe(goMod);
  const release = version.replace('v1.', 'v0.');
  const replaced = [...goMod.matchAll(/^\s*(k8s\.io\/\S+) => (\S+) (\S+)$/gm)];
  assert.ok(replaced.length > 25);
  for (const [, from, to, found] of replaced) assert.deepEqual([to, found], [from, release]);
});

test('a go.mod without Kubernetes is an error', () => {
  assert.throws(() => buildRecipe('module a\n'), /expected a required version of k8s\.io\/kubernetes/);
});
