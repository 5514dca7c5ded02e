import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { Program } from '../../../test/support/program.ts';
import { manyFiles } from './fixtures/gitWorld.ts';
import { committedFiles, publishedFiles } from './fixtures/publishedFiles.ts';
import { bearerToken, SyncProcess, webhookSecret } from './fixtures/syncProcess.ts';

async function assertEqualsGit(world: SyncProcess): Promise<void> {
  const publication = await world.publication();
  assert.ok(publication);
  assert.deepEqual(await publishedFiles(world.volume, publication.tree), await committedFiles(world.git, 'HEAD'));
}

test('a push and its webhook make a publication with the bytes of git', async () => {
  await using world = await SyncProcess.prepare();
  const first = await world.git.push({ ...manyFiles(30), 'a.yaml': '1' });
  await world.start();
  await world.reaches(first);
  const second = await world.git.push({ 'a.yaml': '2' });
  const answer = await world.notify('d-1');
  await world.reaches(second);
  await assertEqualsGit(world);
  assert.deepEqual([answer.status, (await world.publication())?.deliveries], [202, ['d-1']]);
});

test('the record of a request tells each stage up to the publication', async () => {
  await using world = await SyncProcess.prepare();
  await world.git.push({ a: '1' });
  await world.start();
  const commit = await world.git.push({ a: '2' });
  const { url } = JSON.parse((await world.notify()).body);
  await world.reaches(commit);
  const record = await eventually('the record is complete', async () => {
    const response = await fetch(world.url + url, { headers: { authorization: `Bearer ${bearerToken}` } });
    const { environments } = JSON.parse(await response.text());
    return environments[0]?.published === undefined ? undefined : environments[0];
  });
  assert.deepEqual(Object.keys(record).toSorted(), ['commit', 'fetched', 'name', 'published', 'received', 'state']);
});

test('a push whose webhook was lost is found by polling', async () => {
  await using world = await SyncProcess.prepare({}, { poll: '1s' });
  await world.git.push({ a: '1' });
  await world.start();
  const commit = await world.git.push({ a: '2' });
  await world.reaches(commit);
  assert.equal((await world.publication())?.receivedAt, undefined);
});

test('a thousand webhooks during a pass make exactly one more pass', async () => {
  await using world = await SyncProcess.prepare();
  const first = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(first);
  await eventually('the first pass has ended', async () =>
    (await world.json('/status'))['lastPass'] ? true : undefined,
  );
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  world.proxy.fault = () => {
    begun.resolve();
    return { kind: 'wait', until: held.promise };
  };
  await world.notify();
  await begun.promise;
  world.proxy.fault = () => undefined;
  let id = '';
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.notify()));
    assert.ok(answers.every(({ status }) => status === 202));
    ({ id } = JSON.parse(answers.at(-1)?.body ?? '{}'));
  }
  held.resolve();
  await eventually('the last request is done', async () => {
    const response = await fetch(`${world.url}/sync/${id}`, { headers: { authorization: `Bearer ${bearerToken}` } });
    return /"state":"unchanged"/.test(await response.text()) ? true : undefined;
  });
  // The first pass, the held one, and one for the thousand.
  assert.equal(await world.metric('couplet_sync_stage_duration_seconds_count{stage="publish"}'), 3);
});

test('a bad edit of the configuration keeps the last good one, and says so everywhere but in liveness', async () => {
  await using world = await SyncProcess.prepare();
  const first = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(first);
  await writeFile(world.configFile, 'repository: {url: 1}\n');
  const problems = await eventually('the status shows the problem', async () => {
    const { configuration } = await world.json('/status');
    return configuration.valid ? undefined : configuration.problems;
  });
  assert.match(problems.join(), /couplet\.yaml:1:\d+/);
  assert.equal(await world.metric('couplet_config_valid'), 0);
  assert.equal((await fetch(world.internal('/healthz'))).status, 200);
  const ready = await fetch(world.internal('/readyz'));
  assert.equal(ready.status, 200);
  assert.match(await ready.text(), /last good configuration stays in use/);
  const second = await world.git.push({ a: '2' });
  await world.notify();
  await world.reaches(second);
});

test('an edit to an ssh path that cannot be is refused like a bad one', async () => {
  await using world = await SyncProcess.prepare();
  await world.git.push({ a: '1' });
  const program = await world.start();
  await world.configure([{ name: 'staging', ref: 'main' }], { url: 'ssh://git@example.org/a%00.git' });
  await eventually('it is logged', () =>
    program.log.find(({ problems }) => /no control characters/.test(String(problems))),
  );
  assert.equal(await world.metric('couplet_config_valid'), 0);
});

test('an environment that is added to the configuration is published, one that is removed goes', async () => {
  await using world = await SyncProcess.prepare();
  const commit = await world.git.push({ a: '1', 'live/b': '2' });
  await world.start();
  await world.reaches(commit);
  await world.configure([{ name: 'live', ref: 'main', path: 'live' }]);
  await world.reaches(commit, 'live');
  await eventually('staging is gone', async () => ((await world.publication()) === undefined ? true : undefined));
});

test('a credential that is revoked and restored needs no restart', async () => {
  await using world = await SyncProcess.prepare({ username: 'bot', password: 'right' });
  const first = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(first);
  await writeFile(join(world.git.credentials, 'password'), 'revoked');
  const second = await world.git.push({ a: '2' });
  await world.notify();
  await eventually('the status names the credential', async () =>
    /credential was refused/.test(JSON.stringify(await world.json('/status'))) ? true : undefined,
  );
  assert.equal((await world.publication())?.commit, first);
  await writeFile(join(world.git.credentials, 'password'), 'right');
  await world.reaches(second);
});

test('a server that answers 500 and 429 for a while is tried again until it works', async () => {
  await using world = await SyncProcess.prepare();
  const answers = [500, 429, 503];
  world.proxy.fault = () => {
    const status = answers.shift();
    return status === undefined ? undefined : { kind: 'status', status, headers: { 'retry-after': '0' } };
  };
  const commit = await world.git.push({ a: '1' });
  await world.start();
  await world.reaches(commit);
  assert.deepEqual(answers, []);
});

test('SIGTERM during a fetch from a silent server ends sync with 0', async () => {
  await using world = await SyncProcess.prepare();
  await world.git.push({ a: '1' });
  const begun = Promise.withResolvers<void>();
  world.proxy.fault = () => {
    begun.resolve();
    return { kind: 'silence' };
  };
  const program = await world.start();
  await begun.promise;
  assert.equal(await program.terminate(), 0);
});

test('no secret is logged or shown, whatever fails', async () => {
  await using world = await SyncProcess.prepare({ username: 'bot', password: 'the-git-password-0123456789' });
  const first = await world.git.push({ a: '1' });
  const program = await world.start();
  await world.reaches(first);
  await fetch(`${world.url}/sync`, { method: 'POST', headers: { authorization: `Bearer ${bearerToken}x` } });
  world.proxy.fault = () => ({ kind: 'status', status: 403 });
  await world.notify();
  const status = await eventually('the failure is shown', async () => {
    const text = JSON.stringify(await world.json('/status'));
    return text.includes('403') ? text : undefined;
  });
  const metrics = await (await fetch(world.internal('/metrics'))).text();
  const everything = program.everything() + status + metrics + JSON.stringify(await world.publication());
  for (const secret of [
    webhookSecret,
    bearerToken,
    'the-git-password',
    Buffer.from('bot:the-git').toString('base64'),
  ]) {
    assert.equal(everything.includes(secret), false);
  }
});

test('a git directory and a volume that were lost are filled again by a start', async () => {
  await using world = await SyncProcess.prepare();
  const commit = await world.git.push({ a: '1' });
  const program = await world.start();
  await world.reaches(commit);
  await program.kill();
  await rm(join(world.git.directory, 'git'), { recursive: true });
  await rm(world.volume, { recursive: true });
  await world.start();
  await world.reaches(commit);
});

const refusals: Record<
  string,
  { prepare: (world: SyncProcess) => Promise<void>; env?: Record<string, string>; says: RegExp }
> = {
  'no secret and no token': {
    prepare: ({ git }) => rm(join(git.directory, 'webhook'), { recursive: true }),
    says: /create a file \\?"secret\\?"/,
  },
  'an empty secret': {
    prepare: ({ git }) => writeFile(join(git.directory, 'webhook', 'secret'), '\n'),
    says: /secret in .* must not be empty/,
  },
  'an ssh URL whose path cannot be': {
    prepare: (world) => world.configure([{ name: 'staging', ref: 'main' }], { url: 'ssh://git@example.org/a%00.git' }),
    says: /Cannot use repository\.url: its path must have no control characters/,
  },
  'a wrong configuration': {
    prepare: ({ configFile }) => writeFile(configFile, 'environments: []\n'),
    says: /couplet\.yaml:1:\d+/,
  },
  'TLS checks turned off': {
    prepare: async () => {},
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    says: /NODE_TLS_REJECT_UNAUTHORIZED/,
  },
};
for (const [name, { prepare, env = {}, says }] of Object.entries(refusals)) {
  test(`${name}: sync does not start, exit code 78`, async () => {
    await using world = await SyncProcess.prepare();
    await prepare(world);
    await using program = new Program({ name: 'sync', config: world.configFile, env });
    assert.equal(await program.exited, 78);
    assert.match(program.everything(), says);
  });
}
