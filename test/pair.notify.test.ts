import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Notification } from '../packages/applier/src/notify/notification.ts';
import { eventually } from './support/eventually.ts';
import { startNotifyReceiver, type NotifyReceiver } from './support/notifyReceiver.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

// The tests follow one environment through its life, in their order.
let running: TestPair;
let pager: NotifyReceiver;
let chat: NotifyReceiver;
const key = 'hunter2-key';
const hook = '/services/T0/B0/hunter2-hook';
const disposables = new AsyncDisposableStack();

before(async () => {
  const directory = disposables.use(await temporaryDirectory('notify'));
  const [keyFile, urlFile] = [join(directory.path, 'key'), join(directory.path, 'url')];
  pager = disposables.use(await startNotifyReceiver());
  chat = disposables.use(await startNotifyReceiver());
  await writeFile(keyFile, `${key}\n`);
  await writeFile(urlFile, `${chat.url}${hook}\n`);
  running = disposables.use(
    await TestPair.start({
      environments: [{ name: 'shop', pruneLimit: { count: 0, percent: 0 } }, { name: 'other' }],
      files: {
        'shop/a.yaml': configMap('a', 'one'),
        'shop/b.yaml': configMap('b', 'one'),
        'other/a.yaml': configMap('a', 'one'),
      },
      applier: {
        url: 'https://couplet.example.com',
        notify: [
          { name: 'pager', url: `${pager.url}/couplet`, secret: keyFile },
          { name: 'chat', urlFile, format: 'slack', on: ['failed', 'recovered'], environments: ['shop'] },
        ],
      },
    }),
  );
  await Promise.all([running.applied('shop', ['healthy']), running.applied('other', ['healthy'])]);
});

after(() => disposables.disposeAsync());

/** What the pager was told so far, the oldest first. */
const told = (): Notification[] => pager.received.map(({ body }) => JSON.parse(body) as Notification);

async function last(count: number): Promise<Notification> {
  await pager.until(count);
  return told()[count - 1] ?? assert.fail();
}

const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: [1]\n';

test('a commit that cannot be applied is told at once, with the place in the file and a link', async () => {
  const commit = await running.pair.push('Break a <!channel>', { write: { 'shop/a.yaml': broken } });
  const { event, environment, text, errors, url, commit: named } = await last(1);
  assert.deepEqual([event, environment, url], ['failed', 'shop', 'https://couplet.example.com/environments/shop']);
  assert.equal(named?.id, commit);
  assert.equal(errors?.[0]?.file, 'shop/a.yaml');
  assert.match(text, /^shop has failed: commit [0-9a-f]{7} \(Break a <!channel>\) is not applied, or not completely: /);
});

test('it is signed over the timestamp and the body', () => {
  const [first] = pager.received;
  const timestamp = String(first?.headers['x-couplet-timestamp']);
  const digest = createHmac('sha256', key).update(`${timestamp}.${first?.body}`).digest('hex');
  assert.equal(first?.headers['x-couplet-signature'], `sha256=${digest}`);
});

test('the chat is told the same in a message in which nobody is called', async () => {
  const [first] = await chat.until(1);
  assert.equal(first?.path, hook);
  const { text } = JSON.parse(first?.body ?? '') as { text: string };
  assert.match(text, /shop has failed: commit [0-9a-f]{7} \(Break a &lt;!channel&gt;\)/);
});

test('another commit with the same error, and a restart, are no news', async () => {
  await running.pair.push('Leave it broken', { write: { 'shop/b.yaml': configMap('b', 'two') } });
  await running.applied('shop', ['failed']);
  await running.pair.applier?.[Symbol.asyncDispose]();
  await running.pair.startApplier();
  await running.applied('shop', ['failed']);
  // News of the other environment goes the same way, after what there were of this one.
  await running.pair.push('Break the other', { write: { 'other/a.yaml': broken } });
  assert.deepEqual([(await last(2)).environment, told().length], ['other', 2]);
  await running.pair.push('Mend the other', { write: { 'other/a.yaml': configMap('a', 'two') } });
  assert.equal((await last(3)).event, 'recovered');
});

test('that it has recovered is told with what was wrong and for how long, also after the restart', async () => {
  const { since } = told()[0] ?? assert.fail();
  await running.pair.push('Mend a', { write: { 'shop/a.yaml': configMap('a', 'three') } });
  const { event, environment, recovered, text } = await last(4);
  assert.deepEqual([event, environment, recovered?.from, recovered?.since], ['recovered', 'shop', 'failed', since]);
  assert.match(recovered?.what ?? '', /ConfigMap/);
  assert.match(text, /^shop has recovered with commit [0-9a-f]{7} \(Mend a\): it was failed for /);
  await chat.until(2);
});

test('deletes that wait for a person are told to who wants to hear it, with the plan', async () => {
  await running.pair.push('Remove b', { remove: ['shop/b.yaml'] });
  const { event, held } = await last(5);
  const answer = await running.pair.environment('shop');
  assert.deepEqual([event, held], ['held', { objects: 1, plan: Reflect.get(answer, 'held').plan }]);
  assert.equal(chat.received.length, 2);
});

test('a receiver that refuses is a notice, makes nothing unready and delays no commit', async () => {
  pager.answer = (_request, response) => response.writeHead(403).end('invalid_token');
  await running.pair.push('Break the other again', { write: { 'other/a.yaml': broken } });
  const health = await eventually('health names the receiver', async () => {
    const response = await fetch(`${running.pair.pageUrl}/readyz`);
    const text = await response.text();
    return text.includes('notifications to pager') && text.includes('403') ? { ok: response.ok, text } : undefined;
  });
  assert.ok(health.ok);
  const commit = await running.pair.push('Bring b back', { write: { 'shop/b.yaml': configMap('b', 'three') } });
  await running.pair.reach('shop', commit, ['healthy']);
});

test('when the receiver is back it hears how things are', async () => {
  pager.received.length = 0;
  pager.answer = (_request, response) => response.end();
  await eventually('both pieces of news have come', () => {
    const events = told().map(({ environment, event }) => `${environment} ${event}`);
    return events.includes('other failed') && events.includes('shop recovered') ? true : undefined;
  });
});

test('what was sent is counted by receiver and result', async () => {
  const metrics = await (await fetch(`${running.pair.pageUrl}/metrics`)).text();
  assert.match(metrics, /couplet_applier_notifications_total\{name="pager",result="refused"\} [1-9]/);
  assert.match(metrics, /couplet_applier_notifications_total\{name="chat",result="failed"\} 0/);
});

test('neither the key nor the URL of the chat is in log, metrics, health or cluster', async () => {
  const { pair } = running;
  const path = `/api/v1/namespaces/${pair.options.ownNamespace}/configmaps`;
  const pages = ['/metrics', '/readyz', '/', '/api/environments/shop'];
  const texts = await Promise.all(pages.map(async (page) => await (await fetch(`${pair.pageUrl}${page}`)).text()));
  const all = [...texts, pair.applier?.everything() ?? '', JSON.stringify(await pair.kubernetes.get(path))].join('\n');
  assert.ok(all.includes('notification sent'));
  assert.doesNotMatch(all, /hunter2/);
});
