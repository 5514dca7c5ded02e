import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ObjectPage, ObjectRow } from '../packages/applier/src/objects/objectRow.ts';
import { eventually } from './support/eventually.ts';
import type { KubernetesObject } from './support/kubernetes.ts';
import { configMap, TestPair } from './support/testPair.ts';

const environments = [
  { name: 'broken', gate: 'each' },
  { name: 'held', pruneLimit: { count: 0, percent: 0 } },
  { name: 'stuck', pruneLimit: { count: 10, percent: 100 } },
  { name: 'detect', drift: 'detect' },
  { name: 'waiting', settle: '3s' },
];
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {nodeSelector: {nobody: has}, containers: [{name: main, image: "registry.example/web:good"}]}
`;

let running: TestPair;
before(async () => {
  const files = environments.flatMap(({ name }) => [
    [`${name}/a.yaml`, configMap('a', 'one')],
    [`${name}/b.yaml`, configMap('b', 'one')],
  ]);
  const { 'waiting/b.yaml': _, ...all } = { ...Object.fromEntries(files), 'waiting/web.yaml': deployment };
  running = await TestPair.start({ environments, files: all });
  const states = ['applied', 'healthy', 'degraded'];
  await Promise.all(environments.map(async ({ name }) => await running.applied(name, states)));
});
after(async () => await running[Symbol.asyncDispose]());

async function objects(environment: string, query = ''): Promise<ObjectPage> {
  const url = `${running.pair.pageUrl}/api/environments/${environment}/objects${query}`;
  return (await (await fetch(url, { headers: { connection: 'close' } })).json()) as ObjectPage;
}

/** The row of an object, once it is as wanted. */
async function row(environment: string, name: string, isWanted: (row: ObjectRow) => boolean): Promise<ObjectRow> {
  let seen: ObjectRow | undefined;
  const look = async (): Promise<ObjectRow | undefined> => {
    seen = (await objects(environment)).objects.find((found) => found.name === name);
    return seen !== undefined && isWanted(seen) ? seen : undefined;
  };
  return await eventually(`the row of ${name} is as wanted`, look, { last: () => seen });
}

/** Events about an object as `kubectl describe` asks for them. */
async function eventsAbout(object: KubernetesObject | undefined): Promise<{ reason: string; message: string }[]> {
  const { namespace = '', uid = '' } = object?.metadata ?? {};
  const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.uid%3D${uid}`;
  const list = (await running.pair.kubernetes.list(path)) as unknown as {
    reason: string;
    message: string;
    reportingComponent?: string;
  }[];
  return list.filter(({ reportingComponent }) => reportingComponent === 'couplet.dev/applier');
}

test('after the first run every object is there, with its file and what became of it', async () => {
  const { objects: rows, byHealth, kinds } = await objects('held');
  const facts = rows.map(({ name, file, health, outcome }) => [name, file, health, outcome]);
  assert.deepEqual(facts, [
    ['a', 'held/a.yaml', 'current', 'created'],
    ['b', 'held/b.yaml', 'current', 'created'],
  ]);
  assert.deepEqual([byHealth.current, kinds], [2, ['ConfigMap']]);
});

test('an object that cannot be applied has its error, and an Event of its own', async () => {
  const write = { 'broken/a.yaml': configMap('a', 'two').replace('\ndata', '\ndta') };
  await running.pair.push('Break it', { write });
  await running.applied('broken', ['failed']);
  const { error, health, outcome } = await row('broken', 'a', (found) => found.error !== undefined);
  assert.deepEqual([error?.file, health, outcome], ['broken/a.yaml', 'current', 'failed']);
  const object = await running.configMap('broken', 'a');
  const told = await eventually('the object has an Event', async () => {
    const events = await eventsAbout(object);
    return events.length > 0 ? events : undefined;
  });
  assert.equal(told[0]?.reason, 'Failed');
  assert.match(told[0]?.message ?? '', /^commit [0-9a-f]{7}, broken\/a\.yaml:\d+: Cannot .*dta/);
});

test('an object that does not become healthy says why, in its row and in an Event', async () => {
  const found = await row('waiting', 'web', ({ message = '' }) => message.includes('no node takes it'));
  assert.deepEqual([found.health, found.outcome], ['progressing', 'created']);
  const path = `/apis/apps/v1/namespaces/${running.namespace('waiting')}/deployments/web`;
  const object = await running.pair.kubernetes.get(path);
  await eventually('the Deployment has an Event', async () =>
    (await eventsAbout(object)).find(({ reason }) => reason === 'Degraded'),
  );
});

test('what is not current comes first', async () => {
  await row('waiting', 'web', ({ health }) => health === 'progressing');
  const { objects: rows } = await objects('waiting');
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['web', 'a'],
  );
});

test('a delete that waits for a person is held, and is gone after it was let go', async () => {
  await running.pair.push('Remove b', { remove: ['held/b.yaml'] });
  await running.applied('held', ['held']);
  const { held, outcome, file } = await row('held', 'b', (found) => found.held === true);
  assert.deepEqual([held, outcome, file], [true, 'held', 'held/b.yaml']);
});

test('an object that a finalizer holds is terminating, and says since when', async () => {
  const path = `/api/v1/namespaces/${running.namespace('stuck')}/configmaps/b`;
  await running.pair.kubernetes.merge(path, { metadata: { finalizers: ['example.com/wait'] } });
  await running.pair.push('Remove b', { remove: ['stuck/b.yaml'] });
  const found = await row('stuck', 'b', ({ deletingSince }) => deletingSince !== undefined);
  assert.equal(found.health, 'terminating');
  await running.pair.kubernetes.merge(path, { metadata: { finalizers: null } });
  await eventually('it is gone', async () => ((await objects('stuck')).total === 1 ? true : undefined));
});

test('drift that is only detected names who changed what', async () => {
  const path = `/api/v1/namespaces/${running.namespace('detect')}/configmaps/a`;
  await running.pair.kubernetes.merge(path, { data: { value: 'theirs' } });
  const { drift, error } = await row('detect', 'a', (found) => found.drift !== undefined);
  assert.deepEqual(drift, { manager: 'kubectl-edit', fields: ['.data.value'], corrected: false });
  assert.equal(error?.code, 'drifted');
});

/** What of the rows a restart must not change. */
async function lasting(environment: string): Promise<unknown[]> {
  return (await objects(environment)).objects.map(({ id, file, health }) => [id, file, health]);
}

test('after a restart the rows are as before, and nothing was touched', async () => {
  await row('waiting', 'web', ({ message = '' }) => message.includes('no node takes it'));
  const earlier = await lasting('waiting');
  await running.pair.applier?.kill();
  await running.pair.startApplier();
  const later = await row('waiting', 'web', ({ health }) => health === 'progressing');
  assert.deepEqual([await lasting('waiting'), later.outcome], [earlier, 'unchanged']);
});
