import assert from 'node:assert/strict';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { treeId } from '@couplet/volume';
import { gitText } from '../../../../test/support/git.ts';
import { gitWorld, manyFiles } from '../fixtures/gitWorld.ts';
import type { GitWorld } from '../fixtures/gitWorld.ts';
import { RemoteError } from './remoteError.ts';
import { Repository } from './repository.ts';
import type { RefState, RepositoryOptions } from './repository.ts';

const never = new AbortController().signal;
const someone = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

type Opened = Disposable & { readonly repository: Repository; received: number; readonly git: string };

async function open(world: GitWorld, options: Partial<RepositoryOptions> = {}): Promise<Opened> {
  const git = join(world.directory, 'git');
  const repository = await Repository.open({
    url: world.url,
    git,
    credentials: world.credentials,
    timeout: 20_000,
    userAgent: 'couplet/test',
    onBytes: (count) => (opened.received += count),
    now: () => 1000,
    ...options,
  });
  const opened: Opened = { repository, git, received: 0, [Symbol.dispose]: () => repository.close() };
  return opened;
}

function commitOf(state: RefState | undefined): string {
  assert.equal(state?.kind, 'fetched');
  return state?.kind === 'fetched' ? state.head.commit : '';
}

async function gitDirectories(git: string): Promise<string[]> {
  const [hash] = await readdir(git);
  return (await readdir(join(git, hash ?? ''))).filter((name) => name !== 'current').toSorted();
}

async function packDirectory(git: string): Promise<string> {
  const [hash] = await readdir(git);
  const [number] = await gitDirectories(git);
  return join(git, hash ?? '', number ?? '', 'objects', 'pack');
}

test('the first fetch brings the commit with what git says about it', async () => {
  await using world = await gitWorld();
  const commit = await world.push({ 'a.yaml': 'a: 1\n' }, 'Grow the shop\n\nLonger text.');
  using opened = await open(world);
  const state = await opened.repository.fetch('main', {}, never);
  assert.deepEqual(state.kind === 'fetched' && state.head, {
    commit,
    tree: await world.copy.git('rev-parse', 'HEAD^{tree}'),
    author: 'Ada Example',
    committedAt: new Date(await world.copy.git('log', '-1', '--format=%cI')).toISOString(),
    subject: 'Grow the shop',
  });
});

for (const size of [100, 1000]) {
  test(`a one-file commit among ${size} files transfers less than 4 KB`, async () => {
    await using world = await gitWorld();
    await world.push(manyFiles(size));
    using opened = await open(world);
    await opened.repository.fetch('main', {}, never);
    const commit = await world.push({ 'd1/f21.yaml': 'changed: true\n' });
    opened.received = 0;
    assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
    assert.ok(opened.received < 4096, `received ${opened.received} bytes`);
  });
}

test('a restart goes on from the git directory that is there', async () => {
  await using world = await gitWorld();
  await world.push(manyFiles(200));
  {
    using first = await open(world);
    await first.repository.fetch('main', {}, never);
  }
  await world.push({ 'd1/f21.yaml': 'changed: true\n' });
  using second = await open(world);
  await second.repository.fetch('main', {}, never);
  assert.ok(second.received < 4096, `received ${second.received} bytes`);
});

test('listing tells which refs moved, and nothing moved after a fetch', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  await world.copy.push({ refspecs: ['HEAD:refs/heads/other'] });
  using opened = await open(world);
  assert.deepEqual(await opened.repository.listMoved(['main', 'other'], never), ['main', 'other']);
  for (const ref of ['main', 'other']) await opened.repository.fetch(ref, {}, never);
  assert.deepEqual(await opened.repository.listMoved(['main', 'other'], never), []);
  await world.push({ a: '2' });
  assert.deepEqual(await opened.repository.listMoved(['main', 'other'], never), ['main']);
});

test('a force-push is followed, and tidying puts a small git directory in place', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  await world.push({ a: '2' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await world.copy.git('reset', '--quiet', '--hard', 'HEAD~1');
  await world.copy.write({ a: '3' });
  const rewritten = await world.copy.commit('rewritten');
  await world.copy.push({ force: true });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), rewritten);
  assert.equal(await opened.repository.tidy(never), true);
  assert.deepEqual(await gitDirectories(opened.git), ['2']);
  assert.equal((await opened.repository.objects.readTree(treeOf(opened.repository))).length > 0, true);
});

function treeOf(repository: Repository): ReturnType<typeof treeId> {
  const state = repository.state('main');
  return treeId(state?.kind === 'fetched' ? state.head.tree : '');
}

test('tidying leaves the git directory alone after an ordinary push', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await world.push({ a: '2' });
  await world.push({ a: '3' });
  await opened.repository.fetch('main', {}, never);
  assert.equal(await opened.repository.tidy(never), false);
});

test('a request that says "forced" starts anew at once', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await world.copy.git('commit', '--quiet', '--amend', '-m', 'amended');
  await world.copy.push({ force: true });
  const commit = await world.copy.git('rev-parse', 'HEAD');
  assert.equal(commitOf(await opened.repository.fetch('main', { forced: true }, never)), commit);
  assert.deepEqual(await gitDirectories(opened.git), ['1', '2']);
});

test('many packs are replaced by a git directory with one', async () => {
  await using world = await gitWorld();
  await world.push({ a: '0' });
  using opened = await open(world, { mostPacks: 3 });
  await opened.repository.fetch('main', {}, never);
  for (const content of ['1', '2']) {
    await world.push({ a: content });
    await opened.repository.fetch('main', {}, never);
  }
  await opened.repository.tidy(never);
  const packs = (await readdir(await packDirectory(opened.git))).filter((name) => name.endsWith('.pack'));
  assert.equal(packs.length, 1);
});

test('a branch that was deleted is stalled, and back when it is pushed again', async () => {
  await using world = await gitWorld();
  const commit = await world.push({ a: '1' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await world.copy.push({ refspecs: ['HEAD:refs/heads/other', ':refs/heads/main'] });
  assert.deepEqual(await opened.repository.listMoved(['main'], never), ['main']);
  const gone = await opened.repository.fetch('main', {}, never);
  assert.match(gone.kind === 'stalled' ? gone.why : '', /no branch or tag "main"/);
  await world.copy.push({ refspecs: ['HEAD:refs/heads/main'] });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
});

test('a branch is fetched though the default branch of the repository does not exist', async () => {
  await using world = await gitWorld();
  await world.copy.write({ a: '1' });
  const commit = await world.copy.commit('first');
  await world.copy.push({ refspecs: ['HEAD:refs/heads/production'] });
  using opened = await open(world);
  assert.equal(commitOf(await opened.repository.fetch('production', {}, never)), commit);
});

test('an empty repository is stalled, not an error', async () => {
  await using world = await gitWorld();
  using opened = await open(world);
  const state = await opened.repository.fetch('main', {}, never);
  assert.deepEqual(state.kind === 'stalled' && state.why, 'the repository is empty');
});

test('an annotated tag is followed to its commit', async () => {
  await using world = await gitWorld();
  const commit = await world.push({ a: '1' });
  await world.copy.git('tag', '-a', 'v1', '-m', 'one');
  await world.copy.push({ refspecs: ['refs/tags/v1'] });
  using opened = await open(world);
  assert.equal(commitOf(await opened.repository.fetch('v1', {}, never)), commit);
  assert.deepEqual(await opened.repository.listMoved(['v1'], never), []);
});

test('a branch goes before a tag of the same name', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  await world.copy.push({ refspecs: ['HEAD:refs/tags/main'] });
  const branch = await world.push({ a: '2' });
  using opened = await open(world);
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), branch);
});

test('a tag that names no commit is stalled', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  await world.copy.push({ refspecs: ['HEAD^{tree}:refs/tags/odd'] });
  using opened = await open(world);
  const state = await opened.repository.fetch('odd', {}, never);
  assert.match(state.kind === 'stalled' ? state.why : '', /does not stand for a commit/);
});

test('a commit id is fetched, though no ref names it any more', async () => {
  await using world = await gitWorld();
  const first = await world.push({ a: '1' });
  await world.push({ a: '2' });
  using opened = await open(world);
  assert.equal(commitOf(await opened.repository.fetch(first, {}, never)), first);
});

test('a commit id that the server does not hand out is stalled with what to do', async () => {
  await using world = await gitWorld();
  const first = await world.push({ a: '1' });
  await world.copy.git('commit', '--quiet', '--amend', '-m', 'no ref reaches the first one now');
  await world.copy.push({ force: true });
  using opened = await open(world);
  const state = await opened.repository.fetch(first, {}, never);
  assert.match(state.kind === 'stalled' ? state.todo : '', /branch or tag that names it/);
});

test('two refs share one git directory', async () => {
  await using world = await gitWorld();
  const main = await world.push({ a: '1' });
  await world.copy.git('checkout', '--quiet', '-b', 'other');
  const other = await world.push({ b: '2' });
  using opened = await open(world);
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), main);
  assert.equal(commitOf(await opened.repository.fetch('other', {}, never)), other);
  assert.deepEqual(await gitDirectories(opened.git), ['1']);
});

test('a branch "a" may give way to a branch "a/b"', async () => {
  await using world = await gitWorld();
  await world.copy.write({ a: '1' });
  const commit = await world.copy.commit('first');
  await world.copy.push({ refspecs: ['HEAD:refs/heads/a'] });
  using opened = await open(world);
  await opened.repository.fetch('a', {}, never);
  await world.copy.push({ refspecs: [':refs/heads/a'] });
  await world.copy.push({ refspecs: ['HEAD:refs/heads/a/b'] });
  assert.equal(commitOf(await opened.repository.fetch('a/b', {}, never)), commit);
});

test('a SHA-256 repository is refused with a sentence', async () => {
  await using world = await gitWorld({ objectFormat: 'sha256' });
  const cwd = world.server.repositoryDirectory('config');
  const tree = await gitText(['mktree'], { cwd });
  const commit = await gitText(['commit-tree', '-m', 'first', tree], { cwd, environment: someone });
  await gitText(['update-ref', 'refs/heads/main', commit], { cwd });
  using opened = await open(world);
  await assert.rejects(opened.repository.fetch('main', {}, never), {
    name: 'RemoteError',
    message: 'Cannot fetch from this repository: its object format must be sha1, found sha256',
  });
});

const damages: Record<string, (packs: string) => Promise<void>> = {
  'a cut pack': async (packs) => truncateAll(packs, '.pack', 40),
  'a cut index': async (packs) => truncateAll(packs, '.idx', 100),
  'an empty index': async (packs) => truncateAll(packs, '.idx', 0),
  'no objects at all': async (packs) => rm(packs, { recursive: true }),
};

async function truncateAll(packs: string, ending: string, length: number): Promise<void> {
  for (const name of await readdir(packs)) if (name.endsWith(ending)) await truncate(join(packs, name), length);
}

for (const [name, damage] of Object.entries(damages)) {
  test(`a git directory with ${name} is replaced by the next fetch`, async () => {
    await using world = await gitWorld();
    const commit = await world.push({ a: '1' });
    {
      using first = await open(world);
      await first.repository.fetch('main', {}, never);
      await damage(await packDirectory(first.git));
    }
    using second = await open(world);
    assert.equal(commitOf(await second.repository.fetch('main', {}, never)), commit);
    assert.ok((await second.repository.objects.readTree(treeOf(second.repository))).length > 0);
  });
}

test('lock files and temporary files left by a kill do not hurt', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  const packs = await packDirectory(opened.git);
  const left = ['index.lock', 'HEAD.lock', 'shallow.lock', 'config.lock', 'packed-refs.lock'];
  for (const name of left) await writeFile(join(packs, '..', '..', name), '');
  await writeFile(join(packs, 'tmp_pack_x'), 'PACK');
  const commit = await world.push({ a: '2' });
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
});

test('an object that cannot be read makes the next fetch start anew', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await assert.rejects(async () => opened.repository.objects.readTree(treeId('1'.repeat(40))));
  assert.deepEqual(await opened.repository.listMoved(['main'], never), ['main']);
  await opened.repository.fetch('main', {}, never);
  await opened.repository.tidy(never);
  assert.deepEqual(await gitDirectories(opened.git), ['2']);
});

test('the git directory of another URL is removed when tidying', async () => {
  await using world = await gitWorld();
  await world.push({ a: '1' });
  const before = await open(world, { url: `${world.url}/../config.git` });
  before.repository.close();
  using opened = await open(world);
  await opened.repository.fetch('main', {}, never);
  await opened.repository.tidy(never);
  assert.equal((await readdir(opened.git)).length, 1);
});

test('the credential is sent with the first request', async () => {
  await using world = await gitWorld({ username: 'bot', password: 'right' });
  const commit = await world.push({ a: '1' });
  using opened = await open(world);
  const before = world.server.requests;
  assert.equal(commitOf(await opened.repository.fetch('main', {}, never)), commit);
  assert.equal(world.server.requests - before, 2);
});

test('a wrong credential is named as the cause, without its value', async () => {
  await using world = await gitWorld({ username: 'bot', password: 'right' });
  await writeFile(join(world.credentials, 'password'), 'wrong-password');
  using opened = await open(world);
  await assert.rejects(opened.repository.fetch('main', {}, never), (error) => {
    assert.ok(error instanceof RemoteError);
    assert.match(error.message, /credential was refused or is missing \(401\)/);
    assert.doesNotMatch(JSON.stringify(error) + String(error.stack), /wrong-password/);
    return true;
  });
});
