import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitWorld } from '../fixtures/gitWorld.ts';
import type { GitWorld } from '../fixtures/gitWorld.ts';
import { Repository } from './repository.ts';

const never = new AbortController().signal;

async function open(
  world: GitWorld,
  more: { readonly mostPacks?: number } = {},
): Promise<Disposable & { repository: Repository }> {
  const repository = await Repository.open({
    url: world.url,
    git: join(world.directory, 'git'),
    credentials: world.credentials,
    timeout: 20_000,
    userAgent: 'couplet/test',
    onBytes: () => {},
    now: () => 1000,
    ...more,
  });
  return { repository, [Symbol.dispose]: () => repository.close() };
}

test('a ref contains its head, and what came since the first fetch', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  const commits = [await world.push({ a: '1' })];
  await opened.repository.fetch('main', {}, never);
  commits.push(await world.push({ a: '2' }), await world.push({ a: '3' }));
  await opened.repository.fetch('main', {}, never);
  for (const commit of commits) assert.equal(await opened.repository.contains('main', commit, never), 'yes');
});

test('with its whole history here, a commit that is not in it is not contained', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  await world.push({ a: '1' });
  await opened.repository.fetch('main', {}, never);
  assert.equal(await opened.repository.contains('main', '1'.repeat(40), never), 'no');
});

test('what is older than the first fetch is unknown', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  const [older] = [await world.push({ a: '1' }), await world.push({ a: '2' })];
  await world.push({ a: '3' });
  await opened.repository.fetch('main', {}, never);
  assert.equal(await opened.repository.contains('main', older, never), 'unknown');
});

test('nothing is known of a ref that was not fetched', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  assert.equal(await opened.repository.contains('main', await world.push({ a: '1' }), never), 'unknown');
});

test('an annotated tag contains itself and the commit that it names', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  const commit = await world.push({ a: '1' });
  await world.copy.git('tag', '-a', '-m', 'first', 'v1');
  await world.copy.push({ refspecs: ['refs/tags/v1'] });
  await opened.repository.fetch('v1', {}, never);
  for (const object of [commit, await world.copy.git('rev-parse', 'v1')])
    assert.equal(await opened.repository.contains('v1', object, never), 'yes');
});

test('history is not forgotten when the git directory is replaced', async () => {
  await using world = await gitWorld();
  using opened = await open(world, { mostPacks: 2 });
  await world.push({ a: '0' });
  const older = await world.push({ a: '1' });
  await opened.repository.fetch('main', {}, never);
  await world.push({ a: '2' });
  await opened.repository.fetch('main', {}, never);
  assert.equal(await opened.repository.tidy(never), true);
  await world.push({ a: '3' });
  await opened.repository.fetch('main', {}, never);
  assert.equal(await opened.repository.contains('main', older, never), 'yes');
});

test('after a force-push what was thrown away is not contained', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  await world.push({ a: '1' });
  await opened.repository.fetch('main', {}, never);
  const thrown = await world.push({ a: '2' });
  await opened.repository.fetch('main', {}, never);
  await world.copy.git('reset', '--quiet', '--hard', 'HEAD~1');
  await world.copy.write({ a: '3' });
  await world.copy.commit('other');
  await world.copy.push({ force: true });
  await opened.repository.fetch('main', { forced: true }, never);
  assert.notEqual(await opened.repository.contains('main', thrown, never), 'yes');
});
