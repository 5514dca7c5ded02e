import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { Program } from '../../../test/support/program.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';

async function setCommitStatus(world: SyncProcess, commitStatus: object): Promise<void> {
  const config = JSON.parse(await readFile(world.configFile, 'utf8')) as { sync: object };
  await writeFile(world.configFile, JSON.stringify({ ...config, sync: { ...config.sync, commitStatus } }));
}

test('commit statuses for a host that is not known stop the start, and the sentence says what to set', async () => {
  await using world = await SyncProcess.prepare();
  await setCommitStatus(world, {});
  await using program = new Program({ name: 'sync', config: world.configFile });
  assert.equal(await program.exited, 78);
  assert.match(
    program.everything(),
    /Cannot send commit statuses: sync\.commitStatus\.provider must be github, gitlab or/,
  );
});

test('without a token commit statuses are off, and the status of sync says why', async () => {
  await using world = await SyncProcess.prepare();
  await world.start();
  const { why, state } = await eventually('the status is told', async () => (await world.json('/status')).commitStatus);
  assert.equal(state, 'off');
  assert.match(why, /^Cannot send commit statuses: sync\.commitStatus\.provider/);
});

test('an edit that makes commit statuses impossible keeps the last good configuration', async () => {
  await using world = await SyncProcess.prepare();
  await world.start();
  await setCommitStatus(world, { page: 'https://couplet.example.com' });
  const [problem] = await eventually('the edit is refused', async () => {
    const { valid, problems } = (await world.json('/status')).configuration;
    return valid === false ? problems : undefined;
  });
  assert.match(problem, /sync\.commitStatus\.provider must be/);
});
