import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { bearerToken, SyncProcess } from './fixtures/syncProcess.ts';

const headers = { authorization: `Bearer ${bearerToken}` };

/** sync, one publication, and a commit that the server does not list yet. */
async function lagging(): Promise<{ world: SyncProcess; before: string; commit: string }> {
  const world = await SyncProcess.prepare();
  const before = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(before);
  await world.git.copy.write({ a: '2' });
  return { world, before, commit: await world.git.copy.commit('not listed yet') };
}

test('a webhook that is faster than the server it tells of is not lost, and says what it waits for', async () => {
  const { world, commit } = await lagging();
  await using _ = world;
  const { url } = JSON.parse((await world.notify('d', commit)).body);
  const recordOf = async () => (await (await fetch(world.url + url, { headers })).json()).environments[0];
  const waits = new RegExp(`^waiting for the server to list ${commit}`);
  await eventually('the record says so', async () => (waits.test((await recordOf()).note) ? true : undefined));
  const status = await world.json('/status');
  assert.match(status.environments[0].note, waits);
  await world.git.copy.push();
  await world.reaches(commit);
  await eventually('the status says so no more', async () =>
    (await world.json('/status')).environments[0].note === undefined ? true : undefined,
  );
  assert.deepEqual([(await recordOf()).state, (await world.publication())?.deliveries], ['published', ['d']]);
});

test('a call that waits for a commit waits until the server lists it', async () => {
  const { world, commit } = await lagging();
  await using _ = world;
  const answer = fetch(`${world.url}/sync?commit=${commit}`, { method: 'POST', headers });
  await eventually('it waits', async () => ((await world.metric('couplet_sync_waiters')) === 1 ? true : undefined));
  await world.git.copy.push();
  const { status } = await answer;
  assert.deepEqual([status, (await world.publication())?.commit], [200, commit]);
});

test('the end of the program answers who waits, and does not wait for them', async () => {
  const { world, commit } = await lagging();
  await using _ = world;
  const answer = fetch(`${world.url}/sync?timeout=15m&commit=${commit}`, { method: 'POST', headers });
  await eventually('it waits', async () => ((await world.metric('couplet_sync_waiters')) === 1 ? true : undefined));
  assert.equal(await world.program?.terminate(), 0);
  const { status, headers: given } = await answer;
  assert.deepEqual([status, given.get('retry-after')], [503, '5']);
});
