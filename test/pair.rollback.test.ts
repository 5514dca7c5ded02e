import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { actionsToken, writeActionsToken } from './support/actionsToken.ts';
import { eventually } from './support/eventually.ts';
import { StandInKubelet } from './support/standInKubelet.ts';
import { configMap, TestPair } from './support/testPair.ts';

const node = `stand-in-${randomBytes(4).toString('hex')}`;
const image = (tag: string): string => `registry.example/web:${tag}`;

function deployment(tag: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {kubernetes.io/hostname: ${node}}, containers: [{name: main, image: "${image(tag)}"}]}}
`;
}

// The tests follow one environment through its life, in their order.
let running: TestPair;
let kubelet: StandInKubelet;
let good: string;
let bad: string;
const disposables = new AsyncDisposableStack();

before(async () => {
  const token = await writeActionsToken(disposables);
  running = disposables.use(
    await TestPair.start(
      {
        // A good rollout must fit in, also on a slow machine; a bad one takes all of it.
        environments: [{ name: 'shop', onFailure: 'rollback', settle: '8s' }],
        files: { 'shop/web.yaml': deployment('good'), 'shop/first.yaml': configMap('first', 'one') },
        applier: { token },
      },
      { start: false },
    ),
  );
  kubelet = disposables.use(await StandInKubelet.start(running.pair.options.kubeconfig, node));
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
});
after(async () => await disposables.disposeAsync());

async function liveImage(): Promise<unknown> {
  const path = `/apis/apps/v1/namespaces/${running.namespace('shop')}/deployments/web`;
  const { spec } = (await running.pair.kubernetes.get(path)) as {
    spec?: { template?: { spec?: { containers?: { image: string }[] } } };
  };
  return spec?.template?.spec?.containers?.[0]?.image;
}

async function act(action: string): Promise<number> {
  const headers = { authorization: `Bearer ${actionsToken}`, connection: 'close' };
  const url = `${running.pair.pageUrl}/api/environments/shop/${action}`;
  return (await fetch(url, { method: 'POST', headers })).status;
}

test('a commit that is not healthy is replaced by the last healthy one, and both are named', async () => {
  good = (await running.sees('shop', ({ state }) => state === 'healthy')).published?.commit ?? '';
  bad = await running.pair.push('Break the image', {
    write: { 'shop/web.yaml': deployment('missing'), 'shop/second.yaml': configMap('second', 'one') },
    remove: ['shop/first.yaml'],
  });
  await running.sees('shop', ({ state, published }) => state === 'applied' && published?.commit === bad);
  const answer = await running.sees('shop', ({ state }) => state === 'rolled-back');
  assert.deepEqual([answer.published?.commit, answer.applied?.commit, answer.trigger], [bad, good, 'rollback']);
  const [error] = answer.errors ?? [];
  assert.equal(error?.code, 'rolled-back');
  for (const part of [bad, good, 'cannot be pulled', '/run']) assert.ok(error?.message.includes(part), part);
});

test('a roll back brings back what the commit removed and removes what it brought', async () => {
  assert.equal(await liveImage(), image('good'));
  assert.ok(await running.configMap('shop', 'first'));
  assert.equal(await running.configMap('shop', 'second'), undefined);
});

test('a call that waits for the health of the commit is refused with the reason', async () => {
  const headers = { authorization: `Bearer ${running.pair.token}` };
  const url = `${running.pair.syncUrl}/sync?wait=healthy&commit=${bad}`;
  const response = await fetch(url, { method: 'POST', headers });
  const { errors } = (await response.json()) as { errors: { code: string }[] };
  assert.deepEqual([response.status, errors[0]?.code], [422, 'rolled-back']);
});

test('the page names both commits', async () => {
  const page = await (await fetch(running.pair.pageUrl)).text();
  for (const commit of [bad, good]) assert.ok(page.includes(commit.slice(0, 7)), commit);
});

test('drift is corrected to the commit that is applied', async () => {
  const path = `/api/v1/namespaces/${running.namespace('shop')}/configmaps/first`;
  await running.pair.kubernetes.delete(path);
  await eventually('the object is back', async () => await running.configMap('shop', 'first'));
  assert.equal(await liveImage(), image('good'));
});

test('a restarted applier keeps the quarantine and writes nothing', async () => {
  const path = `/apis/apps/v1/namespaces/${running.namespace('shop')}/deployments/web`;
  const generation = async (): Promise<unknown> =>
    ((await running.pair.kubernetes.get(path)) as { metadata?: { generation?: number } }).metadata?.generation;
  const then = await generation();
  await running.pair.applier?.kill();
  await running.pair.startApplier();
  const answer = await running.sees('shop', ({ state }) => state === 'rolled-back');
  assert.deepEqual([answer.trigger, answer.published?.commit, answer.healthy?.commit], ['start', bad, good]);
  assert.equal(answer.counts?.['configured'], 0);
  assert.equal(await generation(), then);
});

test('a run tries the quarantined commit again', async () => {
  kubelet.provide(image('missing'));
  assert.equal(await act('run'), 202);
  const { trigger, published } = await running.sees('shop', ({ healthy }) => healthy?.commit === bad);
  assert.deepEqual([trigger, published?.commit, await liveImage()], ['run', bad, image('missing')]);
});

test('after a roll back a newer commit is applied as usual', async () => {
  await running.pair.push('Crash it', { write: { 'shop/web.yaml': deployment('crash') } });
  await running.sees('shop', ({ state }) => state === 'rolled-back');
  assert.equal(await liveImage(), image('missing'));
  const commit = await running.pair.push('Mend it', { write: { 'shop/web.yaml': deployment('good') } });
  const { state } = await running.sees('shop', ({ healthy }) => healthy?.commit === commit);
  assert.equal(state, 'healthy');
});
