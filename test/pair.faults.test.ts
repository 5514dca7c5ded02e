import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { startGitServer } from './support/gitServer.ts';
import { configMap, TestPair, type TestPairOptions } from './support/testPair.ts';

async function start(name: string, more: Partial<TestPairOptions> = {}): Promise<TestPair> {
  return await TestPair.start({ environments: [{ name }], files: filesOf(name), ...more });
}

function filesOf(name: string): Record<string, string> {
  return { [`${name}/a.yaml`]: configMap('a', 'one'), [`${name}/b.yaml`]: configMap('b', 'one') };
}

const theirs = (data: Record<string, string>): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data,
});

// Each test has an environment of its own.
describe('while both programs run', () => {
  let shared: TestPair;
  before(async () => {
    shared = await TestPair.start({
      environments: [
        { name: 'r21', resync: '1s' },
        { name: 'drift', resync: '1s' },
        { name: 'detect', resync: '1s', drift: 'detect' },
        { name: 'suspended' },
      ],
      files: { ...filesOf('r21'), ...filesOf('drift'), ...filesOf('detect'), ...filesOf('suspended') },
    });
  });
  after(() => shared[Symbol.asyncDispose]());

  test('R21 an object deleted by hand is created again by the next resync', async () => {
    await shared.applied('r21');
    const earlier = (await shared.configMap('r21', 'a'))?.metadata.uid;
    await shared.pair.kubernetes.delete(`/api/v1/namespaces/${shared.namespace('r21')}/configmaps/a`);
    const uid = await eventually('the object is back', async () => (await shared.configMap('r21', 'a'))?.metadata.uid);
    assert.notEqual(uid, earlier);
  });

  test('a field that somebody else changed is set back by the next resync, and what is theirs alone stays', async () => {
    await shared.applied('drift');
    const path = `/api/v1/namespaces/${shared.namespace('drift')}/configmaps/a`;
    await shared.pair.kubernetes.apply(path, theirs({ value: 'theirs', other: 'kept' }));
    await eventually('the value of the repository is back', async () =>
      (await shared.configMap('drift', 'a'))?.data?.['value'] === 'one' ? true : undefined,
    );
    assert.equal((await shared.configMap('drift', 'a'))?.data?.['other'], 'kept');
  });

  test('with drift detect a field that somebody else changed is reported and left alone', async () => {
    await shared.applied('detect');
    const path = `/api/v1/namespaces/${shared.namespace('detect')}/configmaps/a`;
    await shared.pair.kubernetes.apply(path, theirs({ value: 'theirs' }));
    await eventually('the page reports the drift', async () =>
      (await (await fetch(shared.pair.pageUrl)).text()).includes('drift is detect') ? true : undefined,
    );
    assert.equal((await shared.configMap('detect', 'a'))?.data?.['value'], 'theirs');
  });

  test('a suspended environment stays as it is until couplet.yaml says otherwise', async () => {
    await shared.applied('suspended');
    const { pair } = shared;
    await pair.writeConfig(
      pair.options.environments.map((environment) => ({ ...environment, suspend: environment.name === 'suspended' })),
    );
    await eventually('it is suspended', async () =>
      (await pair.environment('suspended')).state === 'suspended' ? true : undefined,
    );
    await pair.push('While suspended', { write: { 'suspended/a.yaml': configMap('a', 'two') } });
    await Promise.all(pair.deliveries);
    assert.equal((await shared.configMap('suspended', 'a'))?.data?.['value'], 'one');
    await pair.writeConfig();
    await shared.applied('suspended');
    assert.equal((await shared.configMap('suspended', 'a'))?.data?.['value'], 'two');
  });
});

describe('when one of the programs ends and starts again', () => {
  let mended: TestPair;
  before(async () => {
    mended = await TestPair.start({
      environments: ['byte', 'garbled', 'r33', 'restart', 'r34'].map((name) => ({ name })),
      files: { ...filesOf('byte'), ...filesOf('garbled'), ...filesOf('r33'), ...filesOf('restart'), ...filesOf('r34') },
    });
  });
  after(() => mended[Symbol.asyncDispose]());

  /** Both programs run, and a commit of this environment is applied: no other environment has one. */
  async function begin(name: string): Promise<TestPair> {
    await mended.pair.push(`Begin ${name}`, { write: { [`${name}/b.yaml`]: configMap('b', 'begun') } });
    await mended.applied(name);
    return mended;
  }

  test('an altered byte on the volume is named and not applied, and sync mends it when it starts', async () => {
    const running = await begin('byte');
    const { pair } = running;
    await pair.applier?.terminate();
    await pair.push('Change a', { write: { 'byte/a.yaml': configMap('a', 'two') } });
    const publication = await eventually('the change is published', async () => {
      const text = await readFile(join(pair.volume, 'environments', 'byte.json'), 'utf8');
      return text.includes('Change a') ? (JSON.parse(text) as { tree: string }) : undefined;
    });
    await pair.sync?.terminate();
    const file = join(pair.volume, 'trees', publication.tree, 'a.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('two', 'six'));
    await pair.startApplier();
    const { errors } = await running.applied('byte', ['stalled']);
    assert.deepEqual(
      errors?.map(({ code, file: named }) => [code, named]),
      [['damaged-tree', `trees/${publication.tree}/a.yaml`]],
    );
    assert.equal((await running.configMap('byte', 'a'))?.data?.['value'], 'one');
    await pair.startSync();
    await running.applied('byte');
    assert.equal((await running.configMap('byte', 'a'))?.data?.['value'], 'two');
  });

  test('a publication that cannot be read is named while everything stays, and its return makes all well again', async () => {
    const running = await begin('garbled');
    const { pair } = running;
    await pair.sync?.terminate();
    const file = join(pair.volume, 'environments', 'garbled.json');
    const good = await readFile(file);
    const replace = async (bytes: string | Buffer): Promise<void> => {
      await writeFile(`${file}.new`, bytes);
      await rename(`${file}.new`, file);
    };
    await replace('{"format": 1');
    const stalled = await eventually('the page says so', async () => {
      const answer = await pair.environment('garbled');
      return answer.state === 'stalled' ? answer : undefined;
    });
    assert.deepEqual(
      stalled.errors?.map(({ code }) => code),
      ['unreadable-publication'],
    );
    assert.ok(await running.configMap('garbled', 'a'));
    await replace(good);
    await running.applied('garbled');
    await pair.startSync();
  });

  test('R33 an applier that was killed after an apply and before the prune prunes after its restart', async () => {
    const running = await begin('r33');
    const { pair } = running;
    await pair.applier?.kill();
    await pair.push('Replace b by c', { write: { 'r33/c.yaml': configMap('c', 'one') }, remove: ['r33/b.yaml'] });
    await pair.startApplier();
    const { trigger, counts } = await running.applied('r33');
    assert.deepEqual([trigger, counts?.['created'], counts?.['deleted'], counts?.['unchanged']], ['start', 1, 1, 1]);
    assert.equal(await running.configMap('r33', 'b'), undefined);
  });

  test('a restarted applier writes nothing that is already there', async () => {
    const running = await begin('restart');
    const earlier = (await running.configMap('restart', 'a'))?.metadata.resourceVersion;
    assert.equal(await running.pair.applier?.terminate(), 0);
    await running.pair.startApplier();
    const { counts } = await running.applied('restart');
    assert.equal(counts?.['unchanged'], 2);
    assert.equal((await running.configMap('restart', 'a'))?.metadata.resourceVersion, earlier);
  });

  test('R34 a sync that was killed publishes the next push after its restart, and R35 a forced push is followed', async () => {
    const running = await begin('r34');
    const { pair } = running;
    await pair.sync?.kill();
    pair.sendWebhooks = false;
    await pair.push('While sync is dead', { write: { 'r34/a.yaml': configMap('a', 'two') } });
    pair.sendWebhooks = true;
    await pair.startSync();
    await running.applied('r34');
    await pair.copy.git('reset', '--quiet', '--hard', 'HEAD~1');
    await pair.copy.write({ 'r34/a.yaml': configMap('a', 'three') });
    await pair.copy.commit('Another history');
    await pair.copy.push({ force: true });
    await running.applied('r34');
    assert.equal((await running.configMap('r34', 'a'))?.data?.['value'], 'three');
  });
});

test('R29 a path or branch that vanished keeps the last publication, and the status of sync says what to do', async () => {
  await using running = await start('r29');
  const { pair } = running;
  const first = (await running.applied('r29')).applied?.commit;
  const status = async (): Promise<string> =>
    await (await fetch(`http://127.0.0.1:${pair.ports.internal}/status`)).text();
  await pair.push('Remove the directory', { write: { 'readme.md': 'x' }, remove: ['r29'] });
  await eventually('sync reports the missing path', async () => (/stalled/.test(await status()) ? true : undefined));
  assert.match(await status(), /path/);
  await pair.copy.git('push', '--quiet', 'origin', 'HEAD:refs/heads/other');
  await pair.copy.git('push', '--quiet', 'origin', ':refs/heads/main');
  await eventually('sync reports the missing branch', async () =>
    /branch|ref/.test(await status()) ? true : undefined,
  );
  assert.equal((await pair.environment('r29')).published?.commit, first);
  assert.ok(await running.configMap('r29', 'a'));
  assert.ok(await running.configMap('r29', 'b'));
});

test('the two programs start in either order, and nothing is pruned while there is no publication', async () => {
  const environments = [{ name: 'order' }];
  await using running = await TestPair.start(
    { environments, files: { 'order/a.yaml': configMap('a', 'one') } },
    { start: false },
  );
  const { pair } = running;
  await pair.startApplier();
  assert.equal((await pair.environment('order')).state, 'waiting');
  await pair.startSync();
  await running.applied('order');
  await pair.sync?.kill();
  await rm(join(pair.volume, 'environments', 'order.json'));
  assert.equal(await pair.applier?.terminate(), 0);
  await pair.startApplier();
  assert.equal((await pair.environment('order')).state, 'waiting');
  assert.ok(await running.configMap('order', 'a'));
});

test('while the git server is away everything stays, and its return needs no restart', async () => {
  await using running = await start('away', { repository: { poll: '500ms', timeout: '5s' } });
  const { pair } = running;
  await running.applied('away');
  const { directory, port } = { directory: pair.gitServer.directory, port: Number(new URL(pair.gitServer.url).port) };
  await pair.gitServer[Symbol.asyncDispose]();
  const status = async (): Promise<string> =>
    await (await fetch(`http://127.0.0.1:${pair.ports.internal}/status`)).text();
  await eventually('sync reports that git does not answer', async () =>
    /failed/.test(await status()) ? true : undefined,
  );
  assert.ok(await running.configMap('away', 'a'));
  await using back = await startGitServer({ directory, port });
  assert.equal(back.url, pair.gitServer.url);
  await pair.push('After the break', { write: { 'away/a.yaml': configMap('a', 'two') } });
  await running.applied('away');
});
