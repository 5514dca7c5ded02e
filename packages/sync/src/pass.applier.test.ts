import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkTree, publicationPath, treeId } from '@couplet/volume';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';
import type { AppliedEnvironment } from './appliedEnvironment.ts';

const staging = { name: 'staging', ref: 'main', path: 'staging' };
const at = '2026-01-01T00:00:00.000Z';

function says(facts: Partial<AppliedEnvironment>): () => AppliedEnvironment[] {
  return () => [{ name: 'staging', state: 'applied', errors: [], ...facts }];
}

function silent(): never {
  throw new Error('nothing listens there');
}

/** Trees of so many publications, oldest first. */
async function publish(world: PassWorld, count: number): Promise<string[]> {
  const trees: string[] = [];
  for (let index = 0; index < count; index += 1) {
    await world.git.push({ 'staging/a': `${world.time} ${index}` });
    await world.hint(['main']);
    trees.push((await world.publication('staging'))?.tree ?? '');
  }
  return trees;
}

async function onVolume(world: PassWorld): Promise<Set<string>> {
  const names = await readdir(join(world.volume, 'trees'));
  return new Set(names.filter((name) => name.endsWith('.tree')).map((name) => name.slice(0, -5)));
}

test('a tree that the applier names stays until it names another', async () => {
  await using world = await passWorld([staging]);
  const [first = ''] = await publish(world, 22);
  world.applied = says({ healthy: { commit: 'c', tree: first, at } });
  world.time += 10 * 60 * 1000;
  await world.poll();
  const kept = await onVolume(world);
  assert.deepEqual([kept.size, kept.has(first)], [21, true]);
  world.applied = says({ healthy: { commit: 'c', tree: (await world.publication('staging'))?.tree ?? '', at } });
  await world.poll();
  assert.deepEqual([(await onVolume(world)).size, (await onVolume(world)).has(first)], [20, false]);
});

test('a tree that was named stays when sync restarts and the applier does not answer', async () => {
  await using world = await passWorld([staging]);
  const [first = ''] = await publish(world, 22);
  world.applied = says({ healthy: { commit: 'c', tree: first, at } });
  world.time += 10 * 60 * 1000;
  await world.poll();
  world.restart();
  world.applied = silent;
  await publish(world, 2);
  assert.equal((await onVolume(world)).has(first), true);
});

test('without any answer no tree is removed, not even one that no history knows', async () => {
  await using world = await passWorld([staging]);
  world.applied = silent;
  const trees = await publish(world, 22);
  await rm(join(world.volume, 'sync', 'history.json'));
  world.restart();
  world.time += 10 * 60 * 1000;
  await world.poll();
  assert.deepEqual(await onVolume(world), new Set(trees));
  world.applied = () => [];
  await world.poll();
  assert.deepEqual(await onVolume(world), new Set(trees.slice(-1)));
});

test('what a kill left half written is removed at the start, also without an answer', async () => {
  await using world = await passWorld([staging]);
  world.applied = silent;
  const trees = await publish(world, 2);
  const half = '0'.repeat(40);
  await mkdir(join(world.volume, 'trees', half));
  world.restart();
  await world.poll();
  const left = new Set(await readdir(join(world.volume, 'trees')));
  assert.deepEqual([left.has(half), left.size], [false, trees.length * 2]);
});

const damaged = { code: 'damaged-tree', message: 'Cannot read it' };

/** A published file that is altered behind the back of sync, which has just looked through the volume. */
async function damage(world: PassWorld): Promise<string> {
  await world.git.push({ 'staging/a': 'one' });
  await world.poll();
  const file = join(world.volume, 'trees', (await world.publication('staging'))?.tree ?? '', 'a');
  await chmod(file, 0o644);
  await writeFile(file, 'six');
  return file;
}

test('a tree that the applier found damaged is mended by the same pass, also while the server is away', async () => {
  await using world = await passWorld([staging]);
  const file = await damage(world);
  await world.git.server[Symbol.asyncDispose]();
  world.applied = says({ run: 'r1', errors: [damaged] });
  await assert.rejects(world.poll(), { name: 'RetryLater' });
  assert.equal(await readFile(file, 'utf8'), 'one');
});

test('a publication whose tree was mended is put there again, once for each run that complains', async () => {
  await using world = await passWorld([staging]);
  await damage(world);
  const inode = async (): Promise<number> => (await stat(publicationPath(world.volume, 'staging'))).ino;
  const inodes = [await inode()];
  for (const run of ['r1', 'r1', 'r2']) {
    world.applied = says({ run, errors: [damaged] });
    await world.poll();
    inodes.push(await inode());
  }
  const isNew = inodes.slice(1).map((one, index) => one !== inodes[index]);
  assert.deepEqual(isNew, [true, false, true]);
});

test('damage that the applier names and the git directory cannot mend is mended by the next poll', async () => {
  await using world = await passWorld([staging]);
  const file = await damage(world);
  const [hash = ''] = await readdir(join(world.git.directory, 'git'));
  await rm(join(world.git.directory, 'git', hash, '1', 'objects', 'pack'), { recursive: true });
  world.applied = says({ run: 'r1', errors: [damaged] });
  await world.poll();
  await world.poll();
  assert.equal(await readFile(file, 'utf8'), 'one');
});

test('an environment that is not configured is not looked for on the volume', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': 'one' });
  world.applied = () => [{ name: '../../staging', state: 'stalled', errors: [damaged] }];
  await world.poll();
  assert.equal(
    world.events.some(({ kind }) => kind === 'tidyFailed'),
    false,
  );
});

test('the last healthy commit comes back to a new volume, where a failure is rolled back', async () => {
  const rolling = { ...staging, onFailure: 'rollback' };
  await using world = await passWorld([rolling]);
  const [good = ''] = await publish(world, 1);
  const commit = (await world.publication('staging'))?.commit ?? '';
  world.time += 1;
  await publish(world, 1);
  await rm(world.volume, { recursive: true });
  await rm(join(world.git.directory, 'git'), { recursive: true });
  world.restart();
  world.applied = says({ state: 'rolled-back', healthy: { commit, tree: good, at } });
  await world.poll();
  assert.equal((await onVolume(world)).has(good), true);
  assert.deepEqual(await checkTree(world.volume, treeId(good)), []);
});

test('the last healthy commit is not fetched where failures are held', async () => {
  await using world = await passWorld([staging]);
  const [good = ''] = await publish(world, 1);
  const commit = (await world.publication('staging'))?.commit ?? '';
  world.time += 1;
  await publish(world, 1);
  await rm(world.volume, { recursive: true });
  world.restart();
  world.applied = says({ healthy: { commit, tree: good, at } });
  await world.poll();
  assert.equal((await onVolume(world)).has(good), false);
});
