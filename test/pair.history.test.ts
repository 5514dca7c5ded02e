import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { actionsToken, writeActionsToken } from './support/actionsToken.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/freePort.ts';
import { historyReader, type HistoryReader } from './support/historyReader.ts';
import { Program } from './support/program.ts';
import { configMap, TestPair } from './support/testPair.ts';

const environments = ['shop', 'full', 'hostile', 'secret', 'edited', 'two'].map((name) => ({
  name,
  gate: 'each',
  pruneLimit: { count: 1000, percent: 100 },
}));

let running: TestPair;
let history: HistoryReader;
const disposables = new AsyncDisposableStack();
before(async () => {
  const token = await writeActionsToken(disposables);
  const files = environments.map(({ name }) => [`${name}/settings.yaml`, configMap('settings', 'one')]);
  running = disposables.use(
    await TestPair.start({ environments, files: Object.fromEntries(files), applier: { token } }),
  );
  history = historyReader(running);
  await Promise.all(environments.map(({ name }) => running.applied(name)));
});
after(async () => await disposables.disposeAsync());

async function push(environment: string, value: string, more: Record<string, string> = {}): Promise<string> {
  const settings = configMap('settings', value);
  return await running.pair.push(value, { write: { [`${environment}/settings.yaml`]: settings, ...more } });
}

/** Waits until the run of this commit is in a ConfigMap. */
async function kept(environment: string, commit: string): Promise<void> {
  const look = async (): Promise<true | undefined> =>
    (await history.records(environment)).some((record) => record.includes(commit)) || undefined;
  await eventually('the run is kept', look);
}

/** 200 characters that differ with the seed. */
function noise(seed: string): string {
  return createHash('sha512').update(seed).digest('hex').repeat(2).slice(0, 200);
}

function secret(name: string, rest: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\n${rest}\n`;
}

/** Files that cannot be applied, with much to say about each. */
function broken(round: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `hostile/${noise(`${index}`)}.yaml`,
      `kind: ${noise(`${round} ${index} kind`)}\nmetadata: {name: "<script>"}\n`,
    ]),
  );
}

async function restart(): Promise<void> {
  await running.pair.applier?.kill();
  await running.pair.startApplier();
}

test('a run says what brought it, what it changed and how long it took', async () => {
  const commit = await push('shop', 'two');
  await running.applied('shop');
  const [newest] = await history.runs('shop');
  const { trigger, cause, publication, changes, stages } = await history.run('shop', newest?.id ?? '');
  assert.deepEqual(
    [trigger, cause, publication.commit, publication.subject],
    ['publication', { kind: 'webhook', from: 'github', deliveries: cause?.deliveries }, commit, 'two'],
  );
  assert.deepEqual(
    changes.map(({ id, outcome, file }) => [id, outcome, file]),
    [[`ConfigMap/${running.namespace('shop')}/settings`, 'configured', 'shop/settings.yaml']],
  );
  assert.deepEqual(
    stages.slice(0, 4).map(({ stage }) => stage),
    ['received', 'fetched', 'published', 'loaded'],
  );
  assert.ok((newest?.pushToAppliedMs ?? 0) > 0);
});

test('a call is named by the file of its token, which is not in the history', async () => {
  const { pair } = running;
  pair.sendWebhooks = false;
  const commit = await push('shop', 'three');
  pair.sendWebhooks = true;
  const headers = { authorization: `Bearer ${pair.token}`, connection: 'close' };
  await fetch(`${pair.syncUrl}/sync?wait=applied&timeout=30s`, { method: 'POST', headers });
  await kept('shop', commit);
  const [newest] = await history.runs('shop');
  assert.deepEqual(newest?.cause, { kind: 'call', from: 'token' });
  assert.ok((await history.records('shop')).every((record) => !record.includes(pair.token)));
});

test('the history survives kill -9, and a brand new pod with another volume', async () => {
  const commit = await push('shop', 'four');
  await kept('shop', commit);
  const { pair } = running;
  await Promise.all([pair.applier?.kill(), pair.sync?.kill()]);
  const config = JSON.parse(await readFile(pair.configFile, 'utf8')) as { volume: string; sync: { git: string } };
  config.volume = join(pair.options.directory, 'second-volume');
  config.sync.git = join(pair.options.directory, 'second-git');
  await mkdir(config.volume);
  await writeFile(pair.configFile, JSON.stringify(config));
  await pair.startBoth();
  const list = await eventually('the run after the start is there', async () => {
    const found = await history.runs('shop');
    return found.length === 5 ? found : undefined;
  });
  assert.deepEqual(
    list.map(({ subject, trigger, counts }) => [subject, trigger, counts.created + counts.configured]),
    [
      ['four', 'start', 0],
      ['four', 'publication', 1],
      ['three', 'publication', 1],
      ['two', 'publication', 1],
      ['Start with the shop', 'start', 1],
    ],
  );
  assert.equal((await history.run('shop', list[1]?.id ?? '')).changes.length, 1);
});

test('of more than 50 runs the newest 50 are kept, ten in a ConfigMap', async () => {
  const url = `${running.pair.pageUrl}/api/environments/full/run`;
  const headers = { authorization: `Bearer ${actionsToken}`, connection: 'close' };
  const seen = new Set<string>();
  while (seen.size < 55) {
    const response = await fetch(url, { method: 'POST', headers });
    await response.text();
    const newest = await eventually('a new run has ended', async () => {
      const [run] = await history.runs('full');
      return run?.endedAt !== undefined && !seen.has(run.id) ? run : undefined;
    });
    seen.add(newest.id);
  }
  const commit = await push('full', 'two');
  await kept('full', commit);
  const shown = (await history.runs('full')).map(({ id }) => `${id}.json.gz`);
  const shards = (await history.shards('full')).map((shard) => Object.keys(shard));
  assert.deepEqual(
    shards.map((keys) => keys.length),
    [10, 10, 10, 10, 10],
  );
  assert.deepEqual(shards.flat().toSorted(), shown.toSorted());
});

test('hostile runs are bounded: a ConfigMap of ten stays under 1 MiB, and all can be read', async () => {
  for (let round = 0; round < 10; round += 1) {
    await push('hostile', `${noise(`${round}`)}<script>\u001b[31m${'x'.repeat(50_000)} ${round}`, broken(round));
    await running.applied('hostile', ['failed']);
  }
  await kept('hostile', await running.pair.copy.git('rev-parse', 'HEAD'));
  const sizes = (await history.shards('hostile')).map((shard) => JSON.stringify(shard).length);
  assert.ok(
    sizes.every((size) => size < 1024 * 1024),
    String(sizes),
  );
  await restart();
  const list = await eventually('the history is read', async () => {
    const found = await history.runs('hostile');
    return found.length > 10 ? found : undefined;
  });
  const record = await history.run(
    'hostile',
    list.find(({ trigger, result }) => trigger === 'publication' && result === 'failed')?.id ?? '',
  );
  assert.deepEqual([record.result, record.errors.length], ['failed', 200]);
});

test('the value of a Secret is never in the history', async () => {
  const canary = 'hunter2canary';
  await push('secret', 'two', {
    'secret/good.yaml': secret('good', `stringData: {a: ${canary}1}`),
    'secret/fixed.yaml': secret('fixed', `immutable: true\nstringData: {a: ${canary}2}`),
  });
  await running.applied('secret');
  const commit = await push('secret', 'three', {
    'secret/good.yaml': secret('good', `stringData: {a: ${canary}3}`),
    'secret/fixed.yaml': secret('fixed', `immutable: true\nstringData: {a: ${canary}4}`),
    'secret/base64.yaml': secret('base64', `data: {a: "${canary}!"}`),
    'secret/misspelt.yaml': secret('misspelt', `stringDatas: {a: ${canary}}`),
    'secret/number.yaml': secret('number', `stringData: {a: {b: ${canary}}}`),
  });
  await running.applied('secret', ['failed']);
  await kept('secret', commit);
  const records = (await history.records('secret')).join('\n');
  assert.match(records, /Secret\/[\w-]+\/fixed/);
  for (const value of [canary, Buffer.from(canary).toString('base64').slice(0, 16)])
    assert.ok(!records.includes(value), 'the value is in a record');
});

test('what somebody made of the ConfigMaps is left out, and the rest goes on', async () => {
  const { kubernetes } = running.pair;
  await kept('edited', await push('edited', 'two'));
  const [shard = {}] = await history.shards('edited');
  const [first, second] = Object.keys(shard).toSorted();
  await kubernetes.merge(history.path('edited', 0), {
    binaryData: {
      [first ?? '']: 'bm9uc2Vuc2U=',
      'notes.txt': 'eA==',
      '20261121T000000.000Z-fffffff.json.gz': shard[second ?? ''],
    },
    data: { more: 'text' },
  });
  await restart();
  const commit = await push('edited', 'three');
  await kept('edited', commit);
  const subjects = (await history.runs('edited')).map(({ subject }) => subject);
  assert.deepEqual(
    [subjects.includes('two'), subjects.includes('three'), subjects.includes('Start with the shop')],
    [true, true, false],
  );
});

test('what is deleted is gone with the next run, also while the applier runs', async () => {
  const { kubernetes } = running.pair;
  const selector = 'app.kubernetes.io/component=history,app.kubernetes.io/instance=edited';
  const collection = `/api/v1/namespaces/${running.pair.options.ownNamespace}/configmaps`;
  const found = await kubernetes.list(`${collection}?labelSelector=${encodeURIComponent(selector)}`);
  for (const { metadata } of found) await kubernetes.delete(`${collection}/${metadata.name}`);
  assert.ok(found.length > 0);
  await kept('edited', await push('edited', 'four'));
  let seen: string[] = [];
  const look = async (): Promise<true | undefined> => {
    seen = (await history.runs('edited')).map(({ subject }) => subject);
    return (seen.length === 1 && seen[0] === 'four') || undefined;
  };
  await eventually('only the run after it is there', look, { last: () => seen });
});

test('of two appliers the one that takes over goes on with the history of the other', async () => {
  const port = await freePort();
  const file = `${running.pair.configFile}.second.json`;
  const config = JSON.parse(await readFile(running.pair.configFile, 'utf8')) as { applier: { listen: string } };
  config.applier.listen = `127.0.0.1:${port}`;
  await writeFile(file, JSON.stringify(config));
  await using second = await Program.start({
    name: 'applier',
    config: file,
    healthUrl: `http://127.0.0.1:${port}/healthz`,
  });
  await kept('two', await push('two', 'by the first'));
  await running.pair.applier?.terminate();
  await push('two', 'by the second');
  const list = await eventually('the second has applied it', async () => {
    const found = await history.runs('two', port);
    return found.some(({ subject, result }) => subject === 'by the second' && result === 'applied') ? found : undefined;
  });
  const changing = list.filter(({ counts }) => counts.created + counts.configured > 0).map(({ subject }) => subject);
  assert.deepEqual(changing, ['by the second', 'by the first', 'Start with the shop']);
  assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
  assert.ok(second.pid > 0);
});
