import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SyncProcess } from './fixtures/syncProcess.ts';
import { eventually } from '../../../test/support/eventually.ts';

test('ref, path and URL edited in couplet.yaml while sync runs are published without a restart', async () => {
  await using world = await SyncProcess.prepare();
  const { git } = world;
  const first = await git.push({ 'staging/a': '1', 'live/a': '1' });
  const program = await world.start();
  await world.reaches(first);

  await git.copy.git('checkout', '--quiet', '-b', 'next');
  const onNext = await git.push({ 'staging/a': '2' });
  await world.configure([{ name: 'staging', ref: 'next' }]);
  await world.reaches(onNext);

  const live = await git.copy.git('rev-parse', 'HEAD:live');
  await world.configure([{ name: 'staging', ref: 'next', path: 'live' }]);
  await eventually('the path is published', async () =>
    (await world.publication())?.tree === live ? true : undefined,
  );

  await git.server.createRepository('second');
  const url = `${world.proxy.url}/second.git`;
  await git.copy.write({ 'live/a': '3' });
  const second = await git.copy.commit('in another repository');
  await git.copy.git('push', '--quiet', git.server.repositoryUrl('second'), 'HEAD:refs/heads/next');
  await world.configure([{ name: 'staging', ref: 'next', path: 'live' }], { url });
  await world.reaches(second);
  assert.deepEqual([(await world.publication())?.repository, program.pid], [url, world.program?.pid]);
});

test('a push to the default branch reaches an environment with ref HEAD by its webhook', async () => {
  await using world = await SyncProcess.prepare();
  await world.configure([{ name: 'staging', ref: 'HEAD' }]);
  const first = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(first);
  const second = await world.git.push({ a: '2' });
  const { body } = await world.notify();
  assert.deepEqual(JSON.parse(body).environments, ['staging']);
  await world.reaches(second);
});
