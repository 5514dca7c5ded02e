import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gitText } from '../../../test/support/git.ts';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';

async function commitOf(world: PassWorld): Promise<string | undefined> {
  return (await world.publication('staging'))?.commit;
}

/** Polls and answers why staging is stalled, and what it serves. */
async function stall(world: PassWorld): Promise<{ why: string; todo: string; serving: string | undefined }> {
  await world.poll();
  const outcome = world.outcomes()['staging'];
  assert.ok(outcome?.state === 'stalled', JSON.stringify(outcome));
  const { why, todo, serving } = outcome;
  return { why, todo, serving };
}

/** What happens to a ref that is followed; each ends with the commit that must be published then. */
const moves: Record<string, { ref?: string; move: (world: PassWorld, first: string) => Promise<string> }> = {
  'a push': { move: ({ git: world }) => world.push({ a: '2' }) },
  'a force-push to an older commit': {
    async move(world, first) {
      const { copy } = world.git;
      await world.git.push({ a: '2' });
      await world.poll();
      await copy.git('reset', '--quiet', '--hard', first);
      await copy.push({ force: true });
      return first;
    },
  },
  'a force-push of an amended commit': {
    async move({ git: { copy } }) {
      await copy.git('commit', '--quiet', '--amend', '-m', 'amended');
      await copy.push({ force: true });
      return copy.git('rev-parse', 'HEAD');
    },
  },
  'a force-push of an unrelated history': {
    async move({ git: { copy } }) {
      await copy.git('checkout', '--quiet', '--orphan', 'unrelated');
      await copy.write({ a: 'unrelated' });
      const commit = await copy.commit('unrelated');
      await copy.push({ force: true, refspecs: ['HEAD:refs/heads/main'] });
      return commit;
    },
  },
  'a lightweight tag that is moved': {
    ref: 'live',
    async move({ git }) {
      const commit = await git.push({ a: '2' });
      await git.copy.git('tag', '--force', 'live');
      await git.copy.push({ force: true, refspecs: ['refs/tags/live'] });
      return commit;
    },
  },
  'a tag that is replaced by an annotated one': {
    ref: 'live',
    async move({ git }) {
      const commit = await git.push({ a: '2' });
      await git.copy.git('tag', '--force', '-a', '-m', 'two', 'live');
      await git.copy.push({ force: true, refspecs: ['refs/tags/live'] });
      return commit;
    },
  },
  'a branch that gets the name of the tag that is followed': {
    ref: 'live',
    async move({ git }) {
      const commit = await git.push({ a: '2' });
      await git.copy.push({ refspecs: ['HEAD:refs/heads/live'] });
      return commit;
    },
  },
  'another default branch, with HEAD': {
    ref: 'HEAD',
    async move({ git }) {
      await git.copy.git('checkout', '--quiet', '-b', 'trunk');
      const commit = await git.push({ a: '2' });
      await gitText(['symbolic-ref', 'HEAD', 'refs/heads/trunk'], { cwd: git.server.repositoryDirectory('config') });
      return commit;
    },
  },
};
for (const how of ['a poll', 'a webhook'] as const) {
  for (const [name, { ref = 'main', move }] of Object.entries(moves)) {
    test(`${name} is published after ${how}`, async () => {
      await using world = await passWorld([{ name: 'staging', ref }]);
      const first = await world.git.push({ a: '1' });
      await world.git.copy.push({ refspecs: ['HEAD:refs/tags/live'] });
      await world.poll();
      assert.equal(await commitOf(world), first);
      const expected = await move(world, first);
      await (how === 'a poll' ? world.poll() : world.hint([ref]));
      assert.equal(await commitOf(world), expected);
    });
  }
}

test('another default branch changes nothing for who follows a branch', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  const first = await world.git.push({ a: '1' });
  await world.git.copy.git('checkout', '--quiet', '-b', 'trunk');
  await world.git.push({ a: '2' });
  const cwd = world.git.server.repositoryDirectory('config');
  await gitText(['symbolic-ref', 'HEAD', 'refs/heads/trunk'], { cwd });
  await world.poll();
  assert.equal(await commitOf(world), first);
});

test('a deleted branch keeps what is published, and pushed again it goes on', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  const first = await world.git.push({ a: '1' });
  await world.git.copy.push({ refspecs: ['HEAD:refs/heads/other'] });
  await world.poll();
  await world.git.copy.push({ refspecs: [':refs/heads/main'] });
  const { why, todo, serving } = await stall(world);
  assert.match(why, /no branch or tag "main"/);
  assert.match(todo, /push it again, or change ref in couplet\.yaml/);
  assert.deepEqual([serving, await commitOf(world)], [first, first]);
  const again = await world.git.push({ a: '2' });
  await world.poll();
  assert.equal(await commitOf(world), again);
});

test('with all refs deleted what is published stays, and a push goes on', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  const first = await world.git.push({ a: '1' });
  await world.git.copy.push({ refspecs: ['HEAD:refs/tags/one'] });
  await world.poll();
  await world.git.copy.push({ refspecs: [':refs/heads/main', ':refs/tags/one'] });
  const { why, serving } = await stall(world);
  assert.deepEqual([why, serving], ['the repository is empty', first]);
  const again = await world.git.push({ a: '2' });
  await world.poll();
  assert.equal(await commitOf(world), again);
});

test('an empty repository is stalled without a publication, and its first push is published', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  assert.deepEqual(await stall(world), {
    why: 'the repository is empty',
    todo: 'push a commit to "main"',
    serving: undefined,
  });
  assert.equal(await commitOf(world), undefined);
  const first = await world.git.push({ a: '1' });
  await world.poll();
  assert.equal(await commitOf(world), first);
});

test('HEAD of a repository whose default branch does not exist is stalled and says so', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'HEAD' }]);
  await world.git.copy.write({ a: '1' });
  await world.git.copy.commit('first');
  await world.git.copy.push({ refspecs: ['HEAD:refs/heads/other'] });
  assert.match((await stall(world)).why, /default branch does not exist/);
});

test('a tag of a tree is stalled, and says what to do', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'odd' }]);
  await world.git.push({ a: '1' });
  await world.git.copy.push({ refspecs: ['HEAD^{tree}:refs/tags/odd'] });
  const { why, todo } = await stall(world);
  assert.match(`${why}; ${todo}`, /"odd" does not stand for a commit; let the tag name a commit/);
});

test('a commit id that the server has not is stalled, and says what to do', async () => {
  const ref = '1234567890'.repeat(4);
  await using world = await passWorld([{ name: 'staging', ref }]);
  await world.git.push({ a: '1' });
  const { why, todo } = await stall(world);
  assert.match(`${why}; ${todo}`, /does not hand out commit 1234567890.*branch or tag that names it/);
});

test('a SHA-256 repository is refused with a sentence', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  const cwd = await world.git.server.createRepository('sha256', { objectFormat: 'sha256' });
  const tree = await gitText(['mktree'], { cwd });
  const someone = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a' };
  const commit = await gitText(['commit-tree', '-m', 'first', tree], { cwd, environment: someone });
  await gitText(['update-ref', 'refs/heads/main', commit], { cwd });
  world.configure([{ name: 'staging', ref: 'main' }], { url: world.git.server.repositoryUrl('sha256') });
  await assert.rejects(world.poll(), { message: /its object format must be sha1, found sha256/ });
  const outcome = world.outcomes()['staging'];
  assert.equal(outcome?.state, 'failed');
});
