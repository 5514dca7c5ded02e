import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../packages/applier/src/apply/apiClient.ts';
import { ApiError } from '../packages/applier/src/apply/apiError.ts';
import { openConnection } from '../packages/applier/src/apply/connection.ts';
import { deleteObject } from '../packages/applier/src/apply/deleteObject.ts';
import { setParent } from '../packages/applier/src/apply/setParent.ts';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

const environments = [
  { name: 'copied', resync: '1s' },
  { name: 'own' },
  { name: 'failing', gate: 'each' },
  { name: 'kept' },
  { name: 'held', pruneLimit: { count: 1, percent: 10 } },
  { name: 'foreign', pruneLimit: { count: 10, percent: 100 } },
  { name: 'parent', pruneLimit: { count: 10, percent: 100 } },
];

let running: TestPair;
before(async () => {
  const files = environments.flatMap(({ name }) => [
    [`${name}/a.yaml`, configMap('a', 'one')],
    [`${name}/b.yaml`, configMap('b', 'one')],
    [`${name}/c.yaml`, configMap('c', 'one')],
  ]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
after(async () => await running[Symbol.asyncDispose]());

test('P5 R24 an object that somebody labelled into the set is not pruned', async () => {
  const { kubernetes, options } = running.pair;
  const labels = { 'applyset.kubernetes.io/part-of': setParent('copied', options.ownNamespace).id };
  const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', labels } };
  await kubernetes.apply(`/api/v1/namespaces/${running.namespace('copied')}/configmaps/theirs`, theirs);
  await running.pair.push('Remove b', { remove: ['copied/b.yaml'] });
  await running.applied('copied');
  await running.pair.reach('copied', await running.pair.copy.git('rev-parse', 'HEAD'), ['applied']);
  assert.equal(await running.configMap('copied', 'b'), undefined);
  assert.ok(await running.configMap('copied', 'theirs'));
});

test('P6 an object that was re-created meanwhile is not the one that was planned, and its delete is refused', async () => {
  const { kubeconfig } = running.pair.options;
  const connection = openConnection(kubeconfig, () => Date.now());
  const api = new ApiClient({ connection, concurrency: 1, sleep: (ms) => sleep(ms) });
  const kind = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
  const namespace = running.namespace('own');
  const stale = { id: '', kind: 'ConfigMap', namespace, name: 'a', uid: '00000000-0000-0000-0000-000000000000' };
  const live = { ...stale, owned: true, fields: '', keep: false, couplet: false, deleting: false };
  await assert.rejects(
    deleteObject(api, kind, live, AbortSignal.timeout(10_000)),
    (error) => error instanceof ApiError && error.httpStatus === 409,
  );
  assert.ok(await running.configMap('own', 'a'));
  api.close();
});

test('P9 an object of Couplet itself is never pruned', async () => {
  const ours = configMap('ours', 'x').replace(
    '  name: ours',
    '  name: ours\n  labels: {app.kubernetes.io/part-of: couplet}',
  );
  await running.pair.push('Keep Couplet in its own repository', { write: { 'own/ours.yaml': ours } });
  await running.applied('own');
  await running.pair.push('Lose it', { remove: ['own/ours.yaml'] });
  const { counts } = await running.applied('own');
  assert.deepEqual([counts?.['skipped'], counts?.['deleted']], [1, 0]);
  assert.ok(await running.configMap('own', 'ours'));
});

test('P10 an object whose annotation forbids it is not pruned', async () => {
  const kept = configMap('b', 'x').replace('  name: b', '  name: b\n  annotations: {couplet.dev/prune: "false"}');
  await running.pair.push('Annotate b', { write: { 'kept/b.yaml': kept } });
  await running.applied('kept');
  await running.pair.push('Remove b', { remove: ['kept/b.yaml'] });
  assert.equal((await running.applied('kept')).counts?.['skipped'], 1);
  assert.ok(await running.configMap('kept', 'b'));
});

test('R26 P10 an object whose annotation somebody set in the cluster is not pruned either', async () => {
  const { kubernetes } = running.pair;
  const path = `/api/v1/namespaces/${running.namespace('kept')}/configmaps/c`;
  await kubernetes.merge(path, { metadata: { annotations: { 'couplet.dev/prune': 'false' } } });
  // Events come in their order: once this change was set back, the annotation was seen.
  await kubernetes.merge(path, { data: { value: 'theirs' } });
  await eventually('the change is set back', async () =>
    (await running.configMap('kept', 'c'))?.data?.['value'] === 'one' ? true : undefined,
  );
  await running.pair.push('Remove c', { remove: ['kept/c.yaml'] });
  await running.applied('kept');
  assert.ok(await running.configMap('kept', 'c'));
});

const noteOf = (group: string, more: string): string =>
  `apiVersion: ${group}\nkind: Event\nmetadata: {name: note}\n${more}\n`;

test('P7 an object that only changes the API group under which it is applied is not pruned', async () => {
  const namespace = running.namespace('own');
  const about = `{kind: ConfigMap, name: a, namespace: ${namespace}, apiVersion: v1}`;
  await running.pair.push('Note it', {
    write: { 'own/note.yaml': noteOf('v1', `involvedObject: ${about}\nreason: Noted\ntype: Normal`) },
  });
  await running.applied('own');
  const path = `/api/v1/namespaces/${namespace}/events/note`;
  const uid = (await running.pair.kubernetes.get(path))?.metadata.uid;
  assert.ok(uid);
  await running.pair.push('Say it in the other group', {
    write: { 'own/note.yaml': noteOf('events.k8s.io/v1', `regarding: ${about}\nreason: Noted\ntype: Normal`) },
  });
  await running.applied('own');
  assert.equal((await running.pair.kubernetes.get(path))?.metadata.uid, uid);
});

test('P4 more deletes than the limit are held and shown, and a raised limit in couplet.yaml releases them', async () => {
  const { pair } = running;
  await pair.push('Remove two of three', { remove: ['held/b.yaml', 'held/c.yaml'] });
  const { counts } = await running.applied('held', ['held']);
  assert.deepEqual([counts?.['held'], counts?.['deleted']], [2, 0]);
  assert.ok(await running.configMap('held', 'b'));
  const raised = pair.options.environments.map((environment) =>
    environment.name === 'held' ? { ...environment, pruneLimit: { count: 2, percent: 10 } } : environment,
  );
  await pair.writeConfig(raised);
  await running.applied('held');
  assert.equal(await running.configMap('held', 'b'), undefined);
});

test('P11 an object that cannot be applied keeps everything from being pruned, until it can', async () => {
  const { pair } = running;
  const misspelt = configMap('a', 'two').replace('\ndata:', '\ndate:');
  await pair.push('Misspell a, remove b', { write: { 'failing/a.yaml': misspelt }, remove: ['failing/b.yaml'] });
  const { errors } = await running.applied('failing', ['failed']);
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['unknown-field'],
  );
  assert.ok(await running.configMap('failing', 'b'));
  await pair.push('Spell a', { write: { 'failing/a.yaml': configMap('a', 'two') } });
  await running.applied('failing');
  assert.equal(await running.configMap('failing', 'b'), undefined);
});

test('P16 with a parent that carries the id of another set nothing is pruned, and the error says so', async () => {
  const { pair } = running;
  const { kubernetes, options } = pair;
  const labels = { 'applyset.kubernetes.io/id': setParent('other', options.ownNamespace).id };
  const parent = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'couplet-foreign', labels } };
  await kubernetes.apply(`/api/v1/namespaces/${options.ownNamespace}/configmaps/couplet-foreign`, parent);
  await pair.push('Remove b', { remove: ['foreign/b.yaml'] });
  const { errors } = await running.applied('foreign', ['failed']);
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['set-parent-foreign'],
  );
  assert.ok(await running.configMap('foreign', 'b'));
});

test('P15 without its parent nothing is pruned, the parent is written anew, and then the prune is made up for', async () => {
  const { pair } = running;
  await pair.kubernetes.delete(`/api/v1/namespaces/${pair.options.ownNamespace}/configmaps/couplet-parent`);
  await pair.push('Remove b', { remove: ['parent/b.yaml'] });
  await running.applied('parent');
  const warned = pair.applier?.log.filter(({ code }) => code === 'set-parent-missing');
  assert.equal(warned?.length, 1);
  assert.equal(await running.configMap('parent', 'b'), undefined);
  assert.ok(await pair.kubernetes.get(`/api/v1/namespaces/${pair.options.ownNamespace}/configmaps/couplet-parent`));
});
