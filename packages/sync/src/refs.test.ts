import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';

/** Pushes one commit to main and answers its id. */
async function pushMain({ git }: PassWorld, content = 'main'): Promise<string> {
  return git.push({ a: content });
}

/** Pushes a commit to a branch beside main and comes back. */
async function pushBranch({ git }: PassWorld, branch: string): Promise<string> {
  await git.copy.git('checkout', '--quiet', '-b', branch);
  const commit = await git.push({ a: `of ${branch}` });
  await git.copy.git('checkout', '--quiet', 'main');
  return commit;
}

async function pushTag({ git }: PassWorld, name: string, ...options: string[]): Promise<void> {
  await git.copy.git('tag', ...options, name);
  await git.copy.push({ refspecs: [`refs/tags/${name}`] });
}

/** What `ref` is in couplet.yaml → which commit is published; the table of docs/refs.md. */
const kinds: Record<string, { ref: string; prepare: (world: PassWorld) => Promise<string> }> = {
  'a branch': { ref: 'main', prepare: (world) => pushMain(world) },
  'a branch with slashes in its name': {
    ref: 'team/shop/next',
    async prepare(world) {
      await pushMain(world);
      return pushBranch(world, 'team/shop/next');
    },
  },
  'a branch with letters beyond ASCII': {
    ref: 'größe/日本-😀',
    async prepare(world) {
      await pushMain(world);
      return pushBranch(world, 'größe/日本-😀');
    },
  },
  'a lightweight tag': {
    ref: 'v1',
    async prepare(world) {
      const tagged = await pushMain(world);
      await pushTag(world, 'v1');
      await pushMain(world, 'later');
      return tagged;
    },
  },
  'an annotated tag': {
    ref: 'v1',
    async prepare(world) {
      const tagged = await pushMain(world);
      await pushTag(world, 'v1', '-a', '-m', 'one');
      await pushMain(world, 'later');
      return tagged;
    },
  },
  'an annotated tag of an annotated tag': {
    ref: 'release',
    async prepare(world) {
      const tagged = await pushMain(world);
      await pushTag(world, 'v1', '-a', '-m', 'one');
      await world.git.copy.git('tag', '-a', '-m', 'the tag', 'release', 'v1');
      await world.git.copy.push({ refspecs: ['refs/tags/release'] });
      return tagged;
    },
  },
  'a name that a branch and a tag have': {
    ref: 'live',
    async prepare(world) {
      await pushMain(world);
      await pushTag(world, 'live');
      const commit = await pushMain(world, 'later');
      await world.git.copy.push({ refspecs: ['HEAD:refs/heads/live'] });
      return commit;
    },
  },
  'the full name of a tag that a branch has too': {
    ref: 'refs/tags/live',
    async prepare(world) {
      const tagged = await pushMain(world);
      await pushTag(world, 'live');
      await pushMain(world, 'later');
      await world.git.copy.push({ refspecs: ['HEAD:refs/heads/live'] });
      return tagged;
    },
  },
  'the full name of a branch': { ref: 'refs/heads/main', prepare: (world) => pushMain(world) },
  HEAD: {
    ref: 'HEAD',
    async prepare(world) {
      const commit = await pushMain(world);
      await pushBranch(world, 'other');
      return commit;
    },
  },
};
for (const [name, { ref, prepare }] of Object.entries(kinds)) {
  test(`${name} is published from its commit, and a poll that finds it there fetches nothing`, async () => {
    await using world = await passWorld([{ name: 'staging', ref }]);
    const commit = await prepare(world);
    await world.poll();
    await world.poll();
    const publication = await world.publication('staging');
    const fetches = world.events.filter(({ kind }) => kind === 'fetched');
    assert.deepEqual([publication?.commit, publication?.ref, fetches.length], [commit, ref, 1]);
  });
}

test('a full commit id is published, and pushes after it change nothing', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'main' }]);
  const commit = await pushMain(world);
  await pushMain(world, 'later');
  world.configure([{ name: 'staging', ref: commit }]);
  await world.poll();
  await pushMain(world, 'latest');
  await world.poll();
  assert.equal((await world.publication('staging'))?.commit, commit);
});
