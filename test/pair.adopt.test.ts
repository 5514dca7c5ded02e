import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from './support/eventually.ts';
import type { KubernetesObject } from './support/kubernetes.ts';
import { configMap, TestPair } from './support/testPair.ts';

const pruneLimit = { count: 100, percent: 100 };
const environments = ['adopted', 'scaled', 'fields', 'renamed', 'ordered', 'conflict'].map((name) => ({
  name,
  pruneLimit,
  settle: 0,
  ...(name === 'fields' ? { gate: 'each' } : {}),
}));

const deployment = (more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:${more}
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
`;
const job = (image: string): string => `apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "${image}"}]}}}
`;
const service = (address: string): string => `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: ${address}, ports: [{port: 80}]}
`;
/** One of two of the cluster's range that nobody else has. */
const block = randomInt(1, 255);
const address = (number: number): string => `10.96.${block}.${200 + number}`;
const statefulSet = (name: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: store}
spec:
  replicas: 0
  serviceName: ${name}
  selector: {matchLabels: {app: store}}
  template: {metadata: {labels: {app: store}}, spec: {containers: [{name: c, image: x}]}}
`;
const binding = (role: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role}}
`;

const created = (object: KubernetesObject | undefined): number => Number(object?.metadata.resourceVersion);

let running: TestPair;
before(async () => {
  const files = {
    'adopted/b.yaml': configMap('b', 'one'),
    'scaled/web.yaml': deployment(),
    'fields/all.yaml': [job('x:1'), service(address(1)), statefulSet('store'), binding('reader')].join('---\n'),
    'renamed/a.yaml': configMap('a', 'one'),
    'ordered/a.yaml': configMap('a', 'one'),
    'conflict/a.yaml': configMap('a', 'one'),
  };
  running = await TestPair.start({ environments, files });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
after(async () => await running[Symbol.asyncDispose]());

const path = (environment: string, name: string): string =>
  `/api/v1/namespaces/${running.namespace(environment)}/configmaps/${name}`;

test('R19 what kubectl apply made is adopted, and a field that then leaves git leaves the cluster', async () => {
  const { pair } = running;
  const name = 'adopt-me';
  const lastApplied = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"value":"one","old":"x"}}' };
  // As kubectl writes it without --server-side: an update under this very name.
  const made = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations: lastApplied } };
  await pair.kubernetes.create(
    `/api/v1/namespaces/${running.namespace('adopted')}/configmaps`,
    { ...made, data: { value: 'one', old: 'x', kept: 'why' } },
    'kubectl-client-side-apply',
  );
  const withKept = configMap(name, 'two').replace('\ndata:', '\ndata:\n  kept: why');
  await pair.push('Adopt it', { write: { 'adopted/a.yaml': withKept } });
  await running.applied('adopted');
  const adopted = await running.configMap('adopted', name);
  assert.deepEqual(adopted?.data, { value: 'two', kept: 'why' });
  assert.deepEqual(
    adopted.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`),
    ['couplet Apply'],
  );
  assert.ok(!JSON.stringify(adopted.metadata.annotations).includes('last-applied'));

  await pair.push('Drop kept', { write: { 'adopted/a.yaml': configMap(name, 'two') } });
  await running.applied('adopted');
  assert.deepEqual((await running.configMap('adopted', name))?.data, { value: 'two' });
});

test('R18 replicas that git leaves to an autoscaler stay as it sets them, through writes and drift', async () => {
  const { pair } = running;
  const web = `/apis/apps/v1/namespaces/${running.namespace('scaled')}/deployments/web`;
  await pair.kubernetes.merge(web, { spec: { replicas: 0 } }, 'horizontal-pod-autoscaler');
  await pair.push('Pause it', { write: { 'scaled/web.yaml': deployment('\n  paused: true') } });
  await running.applied('scaled');
  const { spec } = (await pair.kubernetes.get(web)) ?? {};
  assert.deepEqual([spec?.['paused'], spec?.['replicas']], [true, 0]);
  assert.equal(Reflect.get(await pair.environment('scaled'), 'drift'), undefined);
});

test('R15 a Job template, a clusterIP, a StatefulSet and a roleRef cannot change: each is told with its field, and the others go on', async () => {
  const changed = [job('x:2'), service(address(2)), statefulSet('other'), binding('writer')].join('---\n');
  await running.pair.push('Change what cannot', {
    write: { 'fields/all.yaml': changed, 'fields/good.yaml': configMap('good', 'one') },
  });
  const { errors = [] } = await running.applied('fields', ['failed']);
  const told = errors.map(({ id = '', code, field }) => [id.split('/')[0], code, field]);
  assert.deepEqual(told.toSorted(), [
    ['Job.batch', 'immutable-field', 'spec.template.spec'],
    ['RoleBinding.rbac.authorization.k8s.io', 'immutable-field', 'roleRef'],
    ['Service', 'immutable-field', 'spec.clusterIPs[0]'],
    ['StatefulSet.apps', 'immutable-field', 'spec'],
  ]);
  assert.ok(await running.configMap('fields', 'good'));
});

test('R08 a renamed object is created under its new name and deleted under the old one', async () => {
  await running.pair.push('Rename', { write: { 'renamed/a.yaml': configMap('b', 'one') } });
  const { counts } = await running.applied('renamed');
  assert.deepEqual([counts?.['created'], counts?.['deleted']], [1, 1]);
  assert.equal(await running.configMap('renamed', 'a'), undefined);
});

test('R14 accounts, roles and bindings are there before the workload that uses them, whatever the order of files', async () => {
  const { pair } = running;
  const namespace = running.namespace('ordered');
  const rbac = 'rbac.authorization.k8s.io';
  const files = {
    'ordered/1.yaml': deployment('\n  replicas: 0').replace(
      'spec: {containers',
      'spec: {serviceAccountName: robot, containers',
    ),
    'ordered/2.yaml': binding('reader'),
    'ordered/3.yaml': `apiVersion: ${rbac}/v1\nkind: Role\nmetadata: {name: reader}\nrules: []\n`,
    'ordered/4.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n',
  };
  await pair.push('Turn the order around', { write: files });
  await running.applied('ordered');
  const paths = ['serviceaccounts/robot', 'roles/reader', 'rolebindings/reader'].map((end, index) =>
    index === 0 ? `/api/v1/namespaces/${namespace}/${end}` : `/apis/${rbac}/v1/namespaces/${namespace}/${end}`,
  );
  const earlier = await Promise.all(paths.map(async (each) => await pair.kubernetes.get(each)));
  const web = await pair.kubernetes.get(`/apis/apps/v1/namespaces/${namespace}/deployments/web`);
  for (const object of earlier) assert.ok(created(object) < created(web));
});

test('R17 a field of another manager is told with manager and path under couplet.dev/force "false", and taken without it', async () => {
  const { pair } = running;
  const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { value: 'theirs' } };
  await pair.kubernetes.apply(path('conflict', 'c'), theirs, 'the-operator');
  const polite = configMap('c', 'ours').replace('name: c', 'name: c\n  annotations: {couplet.dev/force: "false"}');
  await pair.push('Ask', { write: { 'conflict/c.yaml': polite } });
  const { errors = [] } = await running.applied('conflict', ['failed']);
  assert.deepEqual(
    errors.map(({ code, manager, field }) => [code, manager, field]),
    [['conflict', 'the-operator', '.data.value']],
  );
  assert.equal((await running.configMap('conflict', 'c'))?.data?.['value'], 'theirs');
  await pair.push('Take', { write: { 'conflict/c.yaml': configMap('c', 'ours') } });
  await running.applied('conflict');
  await eventually('it is ours', async () =>
    (await running.configMap('conflict', 'c'))?.data?.['value'] === 'ours' ? true : undefined,
  );
});
