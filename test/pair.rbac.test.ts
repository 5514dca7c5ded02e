import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { allow } from './support/allow.ts';
import { eventually } from './support/eventually.ts';
import { writeLimitedAccount } from './support/limitedAccount.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const everything = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "registry.example/web:good"}]}}
`;
const service = `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}], selector: {app: web}}\n`;

let running: TestPair;
let shop: string;
const disposables = new AsyncDisposableStack();

before(async () => {
  const directory = disposables.use(await temporaryDirectory('rbac'));
  const kubeconfig = join(directory.path, 'kubeconfig');
  running = disposables.use(
    await TestPair.start(
      {
        environments: [{ name: 'shop', gate: 'each', settle: 0 }],
        files: { 'shop/a.yaml': configMap('a', 'one'), 'shop/web.yaml': deployment, 'shop/service.yaml': service },
        applier: { kubeconfig },
      },
      { start: false },
    ),
  );
  shop = running.namespace('shop');
  await writeLimitedAccount(running, kubeconfig, {
    [running.pair.options.ownNamespace]: [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
    ],
    [shop]: [
      { apiGroups: [''], resources: ['configmaps'], verbs: everything },
      { apiGroups: [''], resources: ['services'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
});
after(async () => await disposables.disposeAsync());

function missing({ warnings = [] }: EnvironmentAnswer): string[] {
  return warnings.filter(({ code }) => code === 'missing-access').map(({ message }) => message);
}

test('R31 what RBAC allows is applied, and each object that it forbids is named with the rule that would allow it', async () => {
  const { errors = [], counts } = await running.sees('shop', ({ state }) => state === 'failed');
  assert.ok(await running.configMap('shop', 'a'));
  // The failed run is tried again meanwhile, and finds the one object unchanged.
  assert.deepEqual([(counts?.['created'] ?? 0) + (counts?.['unchanged'] ?? 0), counts?.['failed']], [1, 2]);
  assert.deepEqual(
    errors.map(({ code, id, file }) => [code, id, file]),
    [
      ['forbidden', `Service/${shop}/web`, 'shop/service.yaml'],
      ['forbidden', `Deployment.apps/${shop}/web`, 'shop/web.yaml'],
    ],
  );
  const [first = '', second = ''] = errors.map(({ message }) => message);
  const rule = (group: string, resource: string): string =>
    `add {apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["create","patch"]} to a Role in ${shop}`;
  assert.ok(first.includes(rule('', 'services')), first);
  assert.ok(second.includes(rule('apps', 'deployments')), second);
});

test('R31 all missing verbs are named before they are needed, and nothing that is allowed', async () => {
  const found = missing(await running.sees('shop', (answer) => missing(answer).length > 0));
  assert.deepEqual(
    found.map((message) => message.split(':', 1)[0]),
    [
      `Cannot list events in namespace ${shop}`,
      `Cannot list pods in namespace ${shop}`,
      `Cannot create, patch, delete services in namespace ${shop}`,
      `Cannot get, list, watch, create, patch, delete deployments.apps in namespace ${shop}`,
      `Cannot list replicasets.apps in namespace ${shop}`,
    ],
  );
});

test('R31 a rule that was added counts with the next run, without a restart', async () => {
  await allow(running.pair, shop, [
    { apiGroups: [''], resources: ['configmaps', 'services'], verbs: everything },
    { apiGroups: [''], resources: ['pods', 'events'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: everything },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'] },
  ]);
  await running.applied('shop');
  await running.pair.push('One more', {
    write: { 'shop/account.yaml': `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n` },
  });
  const found = missing(
    await running.sees('shop', (answer) => missing(answer).some((message) => message.includes('serviceaccounts'))),
  );
  assert.equal(found.length, 1);
});

/** A ConfigMap with a misspelt field, in a file with its name. */
function misspelt(name: string): Record<string, string> {
  return { [`shop/${name}.yaml`]: configMap(name, 'two').replace('\ndata', '\ndta') };
}

/** Lines of the log about Events beside objects. */
function refusals(): number {
  const lines = running.pair.applier?.log ?? [];
  return lines.filter(({ msg }) => msg === 'Kubernetes Events about objects are not written').length;
}

test('without the right to write Events beside objects the log says so once, and everything else goes on', async () => {
  await running.pair.push('A second object', { write: { 'shop/b.yaml': configMap('b', 'one') } });
  await eventually('it is there', async () => await running.configMap('shop', 'b'));
  await running.pair.push('Break two', { write: { ...misspelt('a'), ...misspelt('b') } });
  await eventually('the refusal is told', () => (refusals() > 0 ? true : undefined));
  await running.sees('shop', ({ errors = [] }) => errors.filter(({ code }) => code === 'unknown-field').length === 2);
  const write = { ...misspelt('a'), 'shop/c.yaml': configMap('c', 'one') };
  await running.pair.push('Break them still', { write });
  await eventually('the rest is applied', async () => await running.configMap('shop', 'c'));
  assert.equal(refusals(), 1);
});
