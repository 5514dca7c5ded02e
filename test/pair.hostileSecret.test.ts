import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startDenyingWebhook } from './support/denyingWebhook.ts';
import { eventually } from './support/eventually.ts';
import { historyReader } from './support/historyReader.ts';
import { startNotifyReceiver, type NotifyReceiver } from './support/notifyReceiver.ts';
import { readEvents } from './support/readEvents.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const canary = 'hunter2canary';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** As it is, and as any of the encodings it passes through would show it. */
const shapes = [canary, encodeURIComponent(`${canary}!`), base64(canary).slice(0, 16)];
const secret = (name: string, rest: string, more = ''): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}${more}}\n${rest}\n`;

/** One Secret for each way to fail, on the way from the file to the cluster. */
const failing: Record<string, string> = {
  'quote.yaml': secret('quote', `stringData: {a: "${canary}`),
  'alias.yaml': secret('alias', `stringData: {a: *${canary}}`),
  'template.yaml': secret('template', `stringData: {a: {{ .Values.${canary} }}}`),
  'twice.yaml': secret('twice', `stringData: {a: ${canary}}\nstringData: {a: ${canary}}`),
  'base64.yaml': secret('base64', `data: {a: "${canary}!"}`),
  'long.yaml': secret('long', `stringData: {a: "${canary.repeat(100_000)}"}`),
  'fixed.yaml': secret('fixed', `immutable: true\nstringData: {a: ${canary}2}`),
  'type.yaml': secret('type', `type: kubernetes.io/tls\nstringData: {tls.crt: ${canary}}`),
  'misspelt.yaml': secret('misspelt', `stringDatas: {a: ${canary}}`),
  'number.yaml': secret('number', `stringData: {a: {b: ${canary}}}`),
  'text.yaml': secret('text', `data: ${canary}`),
  'denied.yaml': secret('denied', `stringData: {a: ${canary}}`, ', labels: {denied: "yes"}'),
  'theirs.yaml': secret('theirs', `data: {a: ${base64(`${canary}2`)}}`, ', annotations: {couplet.dev/force: "false"}'),
};

/** These are no manifests, so that they never reach the server. */
const unreadable = new Set(['quote.yaml', 'alias.yaml', 'template.yaml', 'twice.yaml']);

let running: TestPair;
let pager: NotifyReceiver;
let chat: NotifyReceiver;
const disposables = new AsyncDisposableStack();
before(async () => {
  pager = disposables.use(await startNotifyReceiver());
  chat = disposables.use(await startNotifyReceiver());
  const directory = disposables.use(await temporaryDirectory('hostile-secret'));
  const urlFile = join(directory.path, 'url');
  await writeFile(urlFile, `${chat.url}/chat\n`);
  running = disposables.use(
    await TestPair.start({
      environments: ['each', 'all'].map((name) => ({ name, gate: name, settle: '10s' })),
      files: Object.fromEntries(
        ['each', 'all'].flatMap((name) => [
          [`${name}/a.yaml`, configMap('a', 'one')],
          [`${name}/fixed.yaml`, secret('fixed', `immutable: true\nstringData: {a: ${canary}1}`)],
          [`${name}/taken.yaml`, secret('taken', `stringData: {a: ${canary}1}`)],
        ]),
      ),
      applier: {
        notify: [
          { name: 'pager', url: `${pager.url}/couplet` },
          { name: 'chat', urlFile, format: 'slack' },
        ],
      },
    }),
  );
  const { kubernetes } = running.pair;
  for (const name of ['each', 'all']) {
    const namespace = running.namespace(name);
    await running.applied(name, ['healthy']);
    const theirs = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'theirs' },
      data: { a: base64(`${canary}1`) },
    };
    await kubernetes.apply(`/api/v1/namespaces/${namespace}/secrets/theirs`, theirs, 'the-operator');
    await mkdir(join(directory.path, name));
    const denies = {
      namespace,
      directory: join(directory.path, name),
      operations: ['CREATE', 'UPDATE'],
      resources: ['secrets'],
    };
    const message = `refused: a is ${canary}, ${base64(canary)}`;
    disposables.use(await startDenyingWebhook(kubernetes, { ...denies, message, labels: { denied: 'yes' } }));
  }
});
after(async () => await disposables.disposeAsync());

/** Fails with what stands around the value, if one of the texts holds it. */
function holdNothing(texts: Record<string, string>): void {
  const found = Object.entries(texts).flatMap(([place, text]) =>
    shapes
      .filter((shape) => text.includes(shape))
      .map((shape) => `${place}: ${text.slice(Math.max(0, text.indexOf(shape) - 300)).slice(0, 400)}`),
  );
  assert.deepEqual(found, []);
}

async function get(path: string, accept = '*/*'): Promise<string> {
  const answer = await fetch(`${running.pair.pageUrl}${path}`, { headers: { accept, connection: 'close' } });
  assert.equal(answer.status, 200, path);
  return await answer.text();
}

for (const gate of ['each', 'all']) {
  test(`hostile 18: the value of a Secret that fails every way is nowhere to be read (gate: ${gate})`, async () => {
    const { pair } = running;
    const feed = await readEvents(`${pair.pageUrl}/api/events`);
    // With `gate: all` one fault of a file keeps everything from the server, which is to refuse the others.
    const given = Object.entries(failing).filter(([name]) => gate === 'each' || !unreadable.has(name));
    const commit = await pair.push('Fail every way', {
      write: Object.fromEntries(given.map(([name, text]) => [`${gate}/${name}`, text])),
    });
    const { errors = [], run } = await running.applied(gate, ['failed']);
    const files = new Set(errors.map(({ file }) => file));
    for (const [name] of given) assert.ok(files.has(`${gate}/${name}`), `${name} has not failed`);
    const told = await eventually('both receivers are told', () =>
      [pager, chat].every(({ received }) => received.some(({ body }) => body.includes(`${gate} has failed`)))
        ? [...pager.received, ...chat.received]
        : undefined,
    );
    const history = historyReader(running);
    const records = await eventually('the run is in a ConfigMap', async () => {
      const found = await history.records(gate);
      return found.some((record) => record.includes(commit)) ? found : undefined;
    });
    const { kubernetes, options } = pair;
    const eventsOf = async (namespace: string): Promise<string> =>
      JSON.stringify(await kubernetes.list(`/api/v1/namespaces/${namespace}/events`));
    const own = await eventually('an Event tells of it', async () => {
      const text = await eventsOf(options.ownNamespace);
      return text.includes('Fail every way') ? text : undefined;
    });
    await eventually('the feed tells of it', () => (feed.told.some(({ event }) => event === 'run') ? true : undefined));
    feed.close();

    const path = `/environments/${gate}`;
    const pages = ['/', path, `${path}/runs`, `${path}/runs/${run}`, `${path}/objects?q=secret`, `${path}/objects`];
    const answers = ['/api/environments', ...[path, `${path}/runs`, `${path}/runs/${run}`].map((one) => `/api${one}`)];
    const read = [...pages, ...answers, `/api${path}/objects?kind=Secret`, '/metrics', '/readyz', '/api/openapi.json'];
    const texts = await Promise.all(read.map(async (one) => [one, await get(one)] as const));
    const surfaces: Record<string, string> = {
      ...Object.fromEntries(texts),
      'history ConfigMaps': records.join('\n'),
      'all ConfigMaps': JSON.stringify(await kubernetes.list(`/api/v1/namespaces/${options.ownNamespace}/configmaps`)),
      'Events of the set': own,
      'Events of the objects': await eventsOf(running.namespace(gate)),
      'server-sent events': JSON.stringify(feed.told),
      notifications: JSON.stringify(told),
      'log of the applier': pair.applier?.everything() ?? '',
      'log of sync': pair.sync?.everything() ?? '',
    };
    holdNothing(surfaces);
    for (const place of [path, `${path}/runs/${run}`, `/api${path}`, `/api${path}/runs/${run}`, 'history ConfigMaps'])
      assert.match(surfaces[place] ?? '', new RegExp(`${gate}/fixed\\.yaml`), `${place} does not tell of it at all`);
    for (const place of [`/api${path}/objects?kind=Secret`, 'notifications', 'log of the applier'])
      assert.match(surfaces[place] ?? '', /Secret\//, `${place} does not tell of it at all`);
  });
}

test('hostile 18: the value that somebody else wrote into a Secret is in no report of drift', async () => {
  const { pair } = running;
  const path = `/api/v1/namespaces/${running.namespace('each')}/secrets/taken`;
  const theirs = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'taken' }, stringData: { a: `${canary}3` } };
  await pair.kubernetes.apply(path, theirs, 'the-intruder');
  const seen = await eventually('the drift is told', async () => {
    const text = await get('/api/environments/each');
    return text.includes('the-intruder') ? text : undefined;
  });
  const more = ['/environments/each', '/environments/each/objects', '/api/environments/each/objects', '/metrics'];
  const texts = await Promise.all(more.map(async (one) => [one, await get(one)] as const));
  holdNothing({
    api: seen,
    ...Object.fromEntries(texts),
    history: (await historyReader(running).records('each')).join('\n'),
    events: JSON.stringify(await pair.kubernetes.list(`/api/v1/namespaces/${pair.options.ownNamespace}/events`)),
    objectEvents: JSON.stringify(await pair.kubernetes.list(`/api/v1/namespaces/${running.namespace('each')}/events`)),
    log: pair.applier?.everything() ?? '',
  });
});
