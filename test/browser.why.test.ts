import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings } from './support/browserAxe.ts';
import { BrowserPair } from './support/browserPair.ts';
import { writeLimitedAccount } from './support/limitedAccount.ts';
import { StandInKubelet } from './support/standInKubelet.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap } from './support/testPair.ts';

const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
const kept = ['a', 'b', 'c', 'd'];
const withoutBatch = [{ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['*'] }];
const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example/job:good"}]}}}}
`;
const polite = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  annotations: {couplet.dev/force: "false"}
data:
  value: ours
`;

let shown: BrowserPair;
const disposables = new AsyncDisposableStack();
before(async () => {
  const directory = disposables.use(await temporaryDirectory('why'));
  const kubeconfig = join(directory.path, 'kubeconfig');
  const pruneLimit = { count: 1, percent: 10 };
  const environments = ['field', 'forbidden', 'image', 'conflict', 'held'].map((name) => ({
    name,
    pruneLimit,
    settle: '10s',
  }));
  const files = {
    'field/web.yaml': deployment('stand-in', 'good', 'replicass: 2'),
    'forbidden/nightly.yaml': cronJob,
    'conflict/settings.yaml': polite,
    ...Object.fromEntries(kept.map((name) => [`held/${name}.yaml`, configMap(name, 'one')])),
  };
  shown = disposables.use(
    await BrowserPair.start({ environments, files, applier: { kubeconfig } }, async (running) => {
      const { kubernetes, options, copy } = running.pair;
      const kubelet = disposables.use(await StandInKubelet.start(options.kubeconfig));
      await copy.write({ 'image/web.yaml': deployment(kubelet.name, 'missing') });
      await copy.commitAndPush('Open the shop');
      const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { value: 'theirs' } };
      const path = `/api/v1/namespaces/${running.namespace('conflict')}/configmaps/settings`;
      await kubernetes.apply(path, theirs, 'the-operator');
      const allowed = environments.map(({ name }) => [
        running.namespace(name),
        name === 'forbidden' ? withoutBatch : everything,
      ]);
      await writeLimitedAccount(running, kubeconfig, {
        ...Object.fromEntries(allowed),
        [options.ownNamespace]: everything,
      });
    }),
  );
});
after(async () => await disposables.disposeAsync());

function deployment(node: string, tag: string, more = 'replicas: 2'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  ${more}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {nodeSelector: {kubernetes.io/hostname: ${node}}, containers: [{name: main, image: "registry.example/web:${tag}"}]}
`;
}

/** Everything that a person reads on the page of the environment, once it is in that state, without a click. */
async function read(environment: string, state: string): Promise<string> {
  await shown.sees(environment, (answer) => answer.state === state);
  return await shown.visit(`/environments/${environment}`, async (page) => {
    assert.deepEqual(await axeFindings(page), []);
    return await textOf(page);
  });
}

async function textOf(page: Page): Promise<string> {
  return (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
}

test('why is it red: a misspelt field, with file, line and field', async () => {
  const text = await read('field', 'failed');
  assert.match(text, /field is not what git says/);
  assert.match(text, /field\/web\.yaml:\d+/);
  assert.match(text, /\.spec\.replicass: field not declared/);
});

test('why is it red: forbidden, with the rule that would allow it', async () => {
  const text = await read('forbidden', 'failed');
  assert.match(text, /CronJob\.batch\/\S+\/nightly/);
  assert.match(text, /forbidden\/nightly\.yaml/);
  assert.match(text, /add \{apiGroups: \["batch"\], resources: \["cronjobs"\]/);
});

test('why is it red: a conflict, with manager and field', async () => {
  const text = await read('conflict', 'failed');
  assert.match(text, /the-operator/);
  assert.match(text, /\.data\.value/);
  assert.match(text, /conflict\/settings\.yaml/);
});

test('why is it red: an image that cannot be pulled, in the words of the node', async () => {
  const text = await read('image', 'degraded');
  assert.match(text, /image is not healthy/);
  assert.match(text, /image registry\.example\/web:missing cannot be pulled \(ImagePullBackOff\)/);
});

test('why is it waiting: deletes that are held are listed, each', async () => {
  await shown.running.applied('held', ['applied', 'healthy']);
  await shown.running.pair.push('Remove three', { remove: kept.slice(1).map((name) => `held/${name}.yaml`) });
  const text = await read('held', 'held');
  assert.match(text, /held waits for a person/);
  for (const name of kept.slice(1)) assert.match(text, new RegExp(`ConfigMap/\\S+/${name}`));
});

test('the page of all says at once who is red, and leads there', async () => {
  await shown.sees('held', ({ state }) => state === 'held');
  await shown.sees('image', ({ state }) => state === 'degraded');
  await shown.visit('/', async (page) => {
    const heading = page.getByRole('heading', { level: 1 });
    assert.match(await heading.innerText(), /not what git says/);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('link', { name: 'forbidden', exact: true }).last().click();
    await page.waitForURL(/environments\/forbidden/);
    assert.match(await textOf(page), /CronJob\.batch/);
  });
});
