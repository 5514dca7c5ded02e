import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listPublications } from '@couplet/volume';
import { gitText } from '../../../test/support/git.ts';
import { manyFiles } from './fixtures/gitWorld.ts';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';
import { committedFiles, publishedFiles } from './fixtures/publishedFiles.ts';

const staging = { name: 'staging', ref: 'main', path: 'staging' };

async function assertEqualsGit(world: PassWorld, environment: string, treeish: string): Promise<void> {
  const publication = await world.publication(environment);
  assert.ok(publication);
  const published = await publishedFiles(world.volume, publication.tree);
  assert.deepEqual(published, await committedFiles(world.git, treeish));
}

test('an environment gets the bytes that git has, with their modes', async () => {
  await using world = await passWorld([staging]);
  await world.git.copy.writeExecutable('staging/run.sh', '#!/bin/sh\n');
  await world.git.copy.write({ 'staging/bin': Uint8Array.from({ length: 256 }, (_, index) => index) });
  await world.git.push({
    ...manyFiles(50, 'staging/'),
    'staging/crlf.yaml': 'a: 1\r\nb: 2\r\n',
    'staging/grüße 😀.yaml': '',
    '.gitattributes': '*.yaml text eol=lf export-ignore ident\n',
    'other/x': 'no',
  });
  await world.poll();
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a publication says what was published, whence and when', async () => {
  await using world = await passWorld([staging]);
  const commit = await world.git.push({ 'staging/a': '1' }, 'Add a');
  await world.poll();
  assert.deepEqual(await world.publication('staging'), {
    format: 1,
    environment: 'staging',
    commit,
    tree: await world.git.copy.git('rev-parse', 'HEAD:staging'),
    ref: 'main',
    repository: world.git.url,
    author: 'Ada Example',
    committedAt: new Date(await world.git.copy.git('log', '-1', '--format=%cI')).toISOString(),
    subject: 'Add a',
    publishedAt: '2026-01-01T00:00:00.000Z',
    fetchedAt: '2026-01-01T00:00:00.000Z',
    deliveries: [],
    cause: { kind: 'start' },
    skipped: [],
  });
});

test('the requests of a pass are named in the publication', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  const receivedAt = world.time - 5000;
  const request = { id: 'r', provider: 'github', receivedAt, delivery: 'd', environments: ['staging'] } as const;
  await world.hint(['main'], [request, { ...request, receivedAt: receivedAt + 1, delivery: 'e' }]);
  const publication = await world.publication('staging');
  assert.deepEqual([publication?.receivedAt, publication?.deliveries], ['2025-12-31T23:59:55.000Z', ['d', 'e']]);
});

test('what brought it is named in the publication', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await world.git.push({ 'staging/a': '2' });
  await world.poll();
  assert.deepEqual((await world.publication('staging'))?.cause, { kind: 'poll' });
  await world.git.push({ 'staging/a': '3' });
  const call = { id: 'r', provider: 'bearer', token: 'token-ci', receivedAt: world.time, environments: ['staging'] };
  await world.hint(['main'], [call]);
  assert.deepEqual((await world.publication('staging'))?.cause, { kind: 'call', from: 'token-ci' });
});

test('a pass that finds nothing new writes nothing', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  const file = join(world.volume, 'environments', 'staging.json');
  const before = await readFile(file, 'utf8');
  world.time += 60_000;
  await world.poll();
  await world.hint(['main']);
  assert.equal(await readFile(file, 'utf8'), before);
  assert.equal(world.outcomes()['staging']?.state, 'unchanged');
});

for (const size of [100, 1000]) {
  test(`a one-file commit among ${size} files writes one file`, async () => {
    await using world = await passWorld([staging]);
    await world.git.push(manyFiles(size, 'staging/'));
    await world.poll();
    const commit = await world.git.push({ 'staging/d1/f21.yaml': 'changed: true\n' });
    await world.hint(['main']);
    assert.deepEqual(world.outcomes(), { staging: { state: 'published', commit, files: 1, skipped: 0 } });
    await assertEqualsGit(world, 'staging', 'HEAD:staging');
  });
}

test('a commit that does not touch the path is published too: the commit moves on, no file is written', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  const commit = await world.git.push({ 'other/b': '2' });
  await world.hint(['main']);
  assert.deepEqual(world.outcomes(), { staging: { state: 'published', commit, files: 0, skipped: 0 } });
});

test('a force-push is published, and what it took away is gone', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.git.push({ 'staging/b': '2' });
  await world.poll();
  await world.git.copy.git('reset', '--quiet', '--hard', 'HEAD~1');
  await world.git.copy.write({ 'staging/c': '3' });
  await world.git.copy.commit('rewritten');
  await world.git.copy.push({ force: true });
  await world.hint(['main']);
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a replayed old push publishes the head and rolls nothing back', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  const head = await world.git.push({ 'staging/a': '2' });
  await world.hint(['main']);
  await world.hint(['main']);
  assert.equal((await world.publication('staging'))?.commit, head);
});

test('environments on several refs and paths are published each from its own', async () => {
  await using world = await passWorld([
    staging,
    { name: 'live', ref: 'release', path: 'live' },
    { name: 'all', ref: 'main' },
  ]);
  await world.git.push({ 'staging/a': '1', 'live/a': 'old' });
  await world.git.copy.git('checkout', '--quiet', '-b', 'release');
  await world.git.push({ 'live/a': 'new' });
  await world.poll();
  await assertEqualsGit(world, 'staging', 'main:staging');
  await assertEqualsGit(world, 'live', 'release:live');
  await assertEqualsGit(world, 'all', 'main');
});

test('symlinks and submodules are listed as skipped and are nowhere on the volume', async () => {
  await using world = await passWorld([staging]);
  const { copy } = world.git;
  await writeFile(join(world.git.directory, 'canary'), 'canary content');
  await copy.link('staging/deep/absolute', join(world.git.directory, 'canary'));
  await copy.link('staging/up', '../../../../canary');
  await copy.write({ 'staging/a': '1' });
  await copy.git('add', '--all');
  await copy.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},staging/module`);
  await copy.git('commit', '--quiet', '-m', 'links');
  await copy.push();
  await world.poll();
  const publication = await world.publication('staging');
  assert.deepEqual(publication?.skipped, [
    { path: 'deep/absolute', reason: 'symlink' },
    { path: 'module', reason: 'submodule' },
    { path: 'up', reason: 'symlink' },
  ]);
  assert.deepEqual(await readdir(join(world.volume, 'trees', publication.tree)), ['a', 'deep']);
});

test('a commit with a tree that git would not write is stalled, and the last publication stays', async () => {
  await using world = await passWorld([staging]);
  const before = await world.git.push({ 'staging/a': '1' });
  await world.poll();
  const cwd = world.git.server.repositoryDirectory('config');
  const blob = await gitText(['rev-parse', 'main:staging/a'], { cwd });
  const entry = Buffer.concat([Buffer.from('100644 ..\0'), Buffer.from(blob, 'hex')]);
  const bad = await gitText(['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], { cwd, input: entry });
  const root = await gitText(['mktree'], { cwd, input: `040000 tree ${bad}\tstaging\n` });
  const someone = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a' };
  const commit = await gitText(['commit-tree', '-p', 'main', '-m', 'bad', root], { cwd, environment: someone });
  await gitText(['update-ref', 'refs/heads/main', commit], { cwd });
  await world.poll();
  const outcome = world.outcomes()['staging'];
  assert.deepEqual([outcome?.state, 'serving' in (outcome ?? {}) && outcome], ['stalled', outcome]);
  assert.equal((await world.publication('staging'))?.commit, before);
});

const stalls: Record<string, { cause: (world: PassWorld) => Promise<unknown>; why: RegExp }> = {
  'a ref that vanished': {
    cause: ({ git }) => git.copy.push({ refspecs: ['HEAD:refs/heads/other', ':refs/heads/main'] }),
    why: /no branch or tag "main"/,
  },
  'a repository whose refs are all deleted': {
    cause: ({ git }) => git.copy.push({ refspecs: [':refs/heads/main'] }),
    why: /the repository is empty/,
  },
  'a path that vanished': {
    cause: async ({ git }) => {
      await git.copy.remove('staging');
      await git.push({ other: '1' });
    },
    why: /no directory "staging"/,
  },
  'a path that became a file': {
    cause: async ({ git }) => {
      await git.copy.remove('staging');
      await git.push({ staging: 'a file' });
    },
    why: /"staging" \(it is a file\)/,
  },
};
for (const [name, { cause, why }] of Object.entries(stalls)) {
  test(`${name} stalls the environment, its publication stays, and a push ends it`, async () => {
    await using world = await passWorld([staging]);
    const before = await world.git.push({ 'staging/a': '1' });
    await world.poll();
    await cause(world);
    await world.poll();
    const outcome = world.outcomes()['staging'];
    assert.ok(outcome?.state === 'stalled');
    assert.match(outcome.why, why);
    assert.equal(outcome.serving, before);
    assert.equal((await world.publication('staging'))?.commit, before);
    await world.git.copy.git('reset', '--quiet', '--hard', before);
    await world.git.copy.write({ 'staging/b': '2' });
    const after = await world.git.copy.commit('again');
    await world.git.copy.push({ force: true });
    await world.poll();
    assert.equal((await world.publication('staging'))?.commit, after);
  });
}

test('an environment that is stalled does not keep another from being published', async () => {
  await using world = await passWorld([{ name: 'gone', ref: 'gone' }, staging]);
  const commit = await world.git.push({ 'staging/a': '1' });
  await world.poll();
  assert.equal(world.outcomes()['gone']?.state, 'stalled');
  assert.equal((await world.publication('staging'))?.commit, commit);
});

test('the publication of an environment that left the configuration is removed', async () => {
  await using world = await passWorld([staging, { name: 'other', ref: 'main' }]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  world.configure([staging]);
  await world.poll();
  assert.deepEqual(await listPublications(world.volume), ['staging']);
});

test('a path switched in the configuration is published from the commit at hand', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1', 'other/b': '2' });
  await world.poll();
  world.configure([{ ...staging, path: 'other' }]);
  await world.poll();
  await assertEqualsGit(world, 'staging', 'HEAD:other');
});

test('a ref switched in the configuration is published', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await world.git.copy.git('checkout', '--quiet', '-b', 'next');
  await world.git.push({ 'staging/a': '2' });
  world.configure([{ ...staging, ref: 'next' }]);
  await world.poll();
  assert.equal((await world.publication('staging'))?.ref, 'next');
  await assertEqualsGit(world, 'staging', 'next:staging');
});

test('a URL switched in the configuration is published, and forgotten is the git directory of the old one', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await world.git.server.createRepository('second');
  const url = world.git.server.repositoryUrl('second');
  await world.git.copy.write({ 'staging/a': '2' });
  await world.git.copy.commit('second');
  await world.git.copy.git('push', '--quiet', url, 'HEAD:refs/heads/main');
  world.configure([staging], { url });
  await world.poll();
  assert.equal((await world.publication('staging'))?.repository, url);
  assert.equal((await readdir(join(world.git.directory, 'git'))).length, 1);
});

test('while the server is away every publication stays and the cause is named', async () => {
  await using world = await passWorld([staging]);
  const commit = await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await world.git.server[Symbol.asyncDispose]();
  await assert.rejects(world.poll(), { name: 'RetryLater', message: /nothing listens there/ });
  const outcome = world.outcomes()['staging'];
  assert.ok(outcome?.state === 'failed');
  assert.deepEqual([outcome.serving, (await world.publication('staging'))?.commit], [commit, commit]);
});

test('a damaged tree is mended at the start, also while the server is away', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/deep/a': '1', 'staging/b': '2' });
  await world.poll();
  const publication = await world.publication('staging');
  assert.ok(publication);
  const file = join(world.volume, 'trees', publication.tree, 'b');
  await chmod(file, 0o644);
  await writeFile(file, 'altered');
  await world.git.server[Symbol.asyncDispose]();
  world.restart();
  await assert.rejects(world.poll(), { name: 'RetryLater' });
  assert.equal(
    world.events.some(({ kind }) => kind === 'repaired'),
    true,
  );
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a damaged tree is mended from the server when the git directory is lost too', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/deep/a': '1', 'staging/b': '2' });
  await world.poll();
  const deep = await world.git.copy.git('rev-parse', 'HEAD:staging/deep');
  const directory = join(world.volume, 'trees', deep);
  await rm(directory, { recursive: true });
  await rm(join(world.git.directory, 'git'), { recursive: true });
  world.restart();
  await world.poll();
  assert.equal(await readFile(join(directory, 'a'), 'utf8'), '1');
});

test('an emptied volume is filled again by the next poll', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await rm(world.volume, { recursive: true });
  await mkdir(world.volume);
  await world.poll();
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a volume that cannot be written is named as the cause, and used once it can', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await writeFile(world.volume, 'a file where the volume should be');
  await assert.rejects(world.poll(), { name: 'RetryLater', message: /volume/ });
  const outcome = world.outcomes()['staging'];
  assert.equal(outcome?.state, 'failed');
  await rm(world.volume);
  await world.poll();
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a volume of another format is left exactly as it is', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await mkdir(join(world.volume, 'environments'), { recursive: true });
  await writeFile(join(world.volume, 'FORMAT'), 'couplet volume 2\n');
  await writeFile(join(world.volume, 'environments', 'other.json'), '{}');
  await assert.rejects(world.poll(), { name: 'RetryLater', message: /volume/ });
  assert.deepEqual(await readdir(join(world.volume, 'environments')), ['other.json']);
});

test('a git directory that loses its objects between two pushes heals', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  const [hash] = await readdir(join(world.git.directory, 'git'));
  await rm(join(world.git.directory, 'git', hash ?? '', '1', 'objects', 'pack'), { recursive: true });
  await world.git.push({ 'staging/a': '2' });
  await world.hint(['main']);
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('trees of more than 20 publications ago are removed once they are 10 minutes old', async () => {
  await using world = await passWorld([staging]);
  const count = async (): Promise<number> =>
    (await readdir(join(world.volume, 'trees'))).filter((name) => name.endsWith('.tree')).length;
  for (let index = 0; index < 25; index += 1) {
    await world.git.push({ 'staging/a': String(index) });
    await world.hint(['main']);
  }
  assert.equal(await count(), 25);
  world.time += 10 * 60 * 1000;
  await world.poll();
  assert.equal(await count(), 20);
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});

test('a history that cannot be read keeps the published tree', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ 'staging/a': '1' });
  await world.poll();
  await writeFile(join(world.volume, 'sync', 'history.json'), '{ not JSON');
  world.restart();
  await world.poll();
  await assertEqualsGit(world, 'staging', 'HEAD:staging');
});
