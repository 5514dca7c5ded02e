import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SyncEvent } from './events.ts';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';
import type { SyncRequest } from './syncRequest.ts';

const staging = { name: 'staging', ref: 'main' };

/** A request of staging for a commit, as a webhook makes it. */
function wants(commit: string, more: Partial<SyncRequest> = {}): SyncRequest {
  const wanted = new Map([['staging', commit]]);
  return { id: 'r', provider: 'github', receivedAt: 0, environments: ['staging'], wanted, ...more };
}

/** For which requests an environment came out of passes, in their order. */
function answered(world: PassWorld, environment = 'staging'): string[][] {
  return world.events.flatMap((event) =>
    event.kind === 'environment' && event.environment === environment ? [event.requests.map(({ id }) => id)] : [],
  );
}

function of<K extends SyncEvent['kind']>(world: PassWorld, kind: K): (SyncEvent & { kind: K })[] {
  return world.events.filter((event): event is SyncEvent & { kind: K } => event.kind === kind);
}

/** Runs the pass that the last one asked for, after the time that it asked for. */
async function again(world: PassWorld): Promise<void> {
  const { after, trigger } = world.again;
  assert.ok(after !== undefined && trigger !== undefined, 'no pass was asked for');
  world.time += after;
  await world.run(trigger);
}

/** Commits without pushing: what a webhook tells of before the server lists it. */
async function commitOnly(world: PassWorld): Promise<string> {
  await world.git.copy.write({ a: `${world.time}` });
  return world.git.copy.commit('not pushed yet');
}

test('a commit that is listed is published for its request, and nothing is looked for again', async () => {
  await using world = await passWorld([staging]);
  const commit = await world.git.push({ a: '1' });
  await world.hint(['main'], [wants(commit)]);
  assert.deepEqual([answered(world), world.again.after], [[['r']], undefined]);
});

test('a commit that a newer one contains is published with it', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ a: '1' });
  await world.poll();
  const older = await world.git.push({ a: '2' });
  const head = await world.git.push({ a: '3' });
  await world.hint(['main'], [wants(older)]);
  assert.deepEqual([answered(world).at(-1), (await world.publication('staging'))?.commit], [['r'], head]);
});

test('an old push that is replayed finds the head, rolls nothing back and waits for nothing', async () => {
  await using world = await passWorld([staging]);
  const older = await world.git.push({ a: '1' });
  await world.poll();
  const head = await world.git.push({ a: '2' });
  await world.poll();
  await world.hint(['main'], [wants(older)]);
  assert.deepEqual(
    [world.outcomes(), answered(world).at(-1)],
    [{ staging: { state: 'unchanged', commit: head } }, ['r']],
  );
  assert.equal(world.again.after, undefined);
});

test('a commit that is not listed yet is looked for again, and published for its request once it is', async () => {
  await using world = await passWorld([staging]);
  const before = await world.git.push({ a: '1' });
  await world.poll();
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit)]);
  assert.deepEqual([answered(world).at(-1), (await world.publication('staging'))?.commit], [[], before]);
  await again(world);
  await world.git.copy.push();
  await again(world);
  assert.deepEqual([answered(world).at(-1), (await world.publication('staging'))?.commit], [['r'], commit]);
  assert.equal(world.again.after, undefined);
});

test('what it waits for is told once, and when it was found', async () => {
  await using world = await passWorld([staging]);
  const before = await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit)]);
  await again(world);
  const [sought, ...more] = of(world, 'sought');
  assert.deepEqual([sought?.why, more], [`waiting for the server to list ${commit}; it lists ${before}`, []]);
  await world.git.copy.push();
  await again(world);
  assert.deepEqual(of(world, 'found'), [{ kind: 'found', environment: 'staging', wanted: commit }]);
});

test('the publication that it waited for has the time at which it was asked for', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit, { receivedAt: 5000, delivery: 'd' })]);
  await world.git.copy.push();
  await again(world);
  const publication = await world.publication('staging');
  assert.deepEqual([publication?.receivedAt, publication?.deliveries], ['1970-01-01T00:00:05.000Z', ['d']]);
});

test('meanwhile everything else is published', async () => {
  const live = { name: 'live', ref: 'live' };
  await using world = await passWorld([staging, live]);
  await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit)]);
  await world.git.copy.push({ refspecs: [`HEAD:refs/heads/live`] });
  await world.hint(['live'], [{ id: 'l', provider: 'github', receivedAt: 0, environments: ['live'] }]);
  assert.deepEqual([answered(world, 'live').at(-1), (await world.publication('live'))?.commit], [['l'], commit]);
});

test('the pauses grow from 200 ms to 2 s, and after 30 s the commit is given up', async () => {
  await using world = await passWorld([staging]);
  const before = await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit)]);
  const started = world.time;
  const pauses: number[] = [];
  while (world.again.after !== undefined) {
    pauses.push(world.again.after);
    await again(world);
  }
  assert.deepEqual([pauses[0], Math.max(...pauses), world.time - started], [200, 2000, 30_000]);
  const [given] = of(world, 'givenUp');
  assert.equal(
    given?.why,
    `Cannot find ${commit}: "main" must be it, or a commit that contains it, found ${before} for 30 s`,
  );
});

test('where history was not fetched the reason says so', async () => {
  await using world = await passWorld([staging]);
  const older = await world.git.push({ a: '1' });
  await world.git.push({ a: '2' });
  const head = await world.git.push({ a: '3' });
  await world.hint(['main'], [wants(older)]);
  world.time += 30_000;
  await again(world);
  const end = `found ${head} for 30 s (its older history was not fetched)`;
  const why = of(world, 'givenUp')[0]?.why ?? '';
  assert.equal(why.slice(-end.length), end);
});

test('what was given up is found by a later poll all the same', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['main'], [wants(commit)]);
  world.time += 30_000;
  await again(world);
  await world.git.copy.push();
  await world.poll();
  assert.deepEqual([of(world, 'givenUp').length, answered(world).at(-1)], [1, ['r']]);
});

test('looking again lists the ref, and fetches nothing while it has not moved', async () => {
  await using world = await passWorld([staging]);
  await world.git.push({ a: '1' });
  await world.hint(['main'], [wants(await commitOnly(world))]);
  const stages = of(world, 'stage').length;
  await again(world);
  const names = of(world, 'stage')
    .slice(stages)
    .map(({ stage }) => stage);
  assert.deepEqual(names, ['list', 'publish', 'tidy']);
});

test('a branch that the server does not have yet is waited for as well', async () => {
  await using world = await passWorld([{ name: 'staging', ref: 'next' }]);
  await world.git.push({ a: '1' });
  const commit = await commitOnly(world);
  await world.hint(['next'], [wants(commit)]);
  assert.match(
    of(world, 'sought')[0]?.why ?? '',
    /it lists nothing, because the repository has no branch or tag "next"$/,
  );
  await world.git.copy.push({ refspecs: ['HEAD:refs/heads/next'] });
  await again(world);
  assert.deepEqual(answered(world).at(-1), ['r']);
});

test('a server that is away is told to the request, and the search goes on when it is back', async () => {
  await using world = await passWorld([staging]);
  const commit = await world.git.push({ a: '1' });
  world.configure([staging], { url: 'http://127.0.0.1:1/config.git' });
  await assert.rejects(world.hint(['main'], [wants(commit)]));
  assert.deepEqual(
    [world.outcomes()['staging']?.state, answered(world), world.again.after],
    ['failed', [['r']], undefined],
  );
  world.configure([staging]);
  await world.poll();
  assert.deepEqual(answered(world).at(-1), ['r']);
});

test('a commit asked of an environment that is fixed to another is given up at once', async () => {
  await using world = await passWorld([staging]);
  const fixed = await world.git.push({ a: '1' });
  const other = await world.git.push({ a: '2' });
  world.configure([{ name: 'staging', ref: fixed }]);
  await world.git.copy.git('push', '--quiet', 'origin', `${fixed}:refs/heads/keep`);
  await world.hint([fixed], [wants(other)]);
  assert.deepEqual([of(world, 'givenUp').length, world.again.after], [1, undefined]);
});
