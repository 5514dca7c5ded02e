import assert from 'node:assert/strict';
import { after as afterAll, before as beforeAll, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

const environments = ['r01', 'r03', 'r04', 'r06', 'r09', 'r10', 'r11', 'r27', 'r30all', 'r30each'].map((name) => ({
  name,
  pruneLimit: { count: 10, percent: 100 },
  ...(name === 'r30each' ? { gate: 'each' } : {}),
}));

let running: TestPair;
beforeAll(async () => {
  const files = environments.map(({ name }): [string, string] => [`${name}/a.yaml`, configMap('a', 'one')]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
afterAll(async () => await running[Symbol.asyncDispose]());

async function identity(environment: string, name: string): Promise<string | undefined> {
  const metadata = (await running.configMap(environment, name))?.metadata;
  return metadata && `${metadata.uid} ${metadata.resourceVersion}`;
}

test('R01 the first sync creates every object, R02 a second pass makes no request and changes no resourceVersion', async () => {
  const before = await identity('r01', 'a');
  assert.ok(before);
  await running.pair.push('Touch another environment', { write: { 'other/readme.txt': 'x' } });
  const { requests, counts } = await running.applied('r01');
  assert.deepEqual([requests, counts?.['unchanged'], await identity('r01', 'a')], [0, 1, before]);
});

test('R03 a change of one file writes one object', async () => {
  const { pair } = running;
  await pair.push('Add b', { write: { 'r03/b.yaml': configMap('b', 'one') } });
  await running.applied('r03');
  const before = await identity('r03', 'a');
  await pair.push('Change b', { write: { 'r03/b.yaml': configMap('b', 'two') } });
  const { requests, counts } = await running.applied('r03');
  assert.deepEqual([requests, counts?.['configured'], counts?.['unchanged']], [1, 1, 1]);
  assert.equal(await identity('r03', 'a'), before);
  assert.equal((await running.configMap('r03', 'b'))?.data?.['value'], 'two');
});

test('R04 a renamed file and R05 a document that moves between files delete, create and write nothing', async () => {
  const { pair } = running;
  const before = await identity('r04', 'a');
  await pair.push('Rename', { write: { 'r04/renamed.yml': configMap('a', 'one') }, remove: ['r04/a.yaml'] });
  assert.equal((await running.applied('r04')).requests, 0);
  const both = `${configMap('b', 'one')}---\n${configMap('a', 'one')}`;
  await pair.push('Move into a file of two', { write: { 'r04/both.yaml': both }, remove: ['r04/renamed.yml'] });
  const { counts } = await running.applied('r04');
  assert.deepEqual([counts?.['created'], counts?.['deleted'] ?? 0, await identity('r04', 'a')], [1, 0, before]);
});

test('R06 a deleted file prunes its object, R07 a document deleted from a file of two prunes that one', async () => {
  const { pair } = running;
  await pair.push('Add', { write: { 'r06/two.yaml': `${configMap('b', '1')}---\n${configMap('c', '1')}` } });
  await running.applied('r06');
  await pair.push('Delete a file', { remove: ['r06/a.yaml'] });
  await running.applied('r06');
  assert.equal(await running.configMap('r06', 'a'), undefined);
  await pair.push('Delete a document', { write: { 'r06/two.yaml': configMap('c', '1') } });
  assert.equal((await running.applied('r06')).counts?.['deleted'], 1);
  assert.equal(await running.configMap('r06', 'b'), undefined);
  assert.ok(await running.configMap('r06', 'c'));
});

test('R09 an object that changes its namespace is created there and deleted where it was', async () => {
  const namespace = running.namespace('r03');
  await running.pair.push('Move', {
    write: { 'r09/a.yaml': configMap('moved', 'x', { namespace }), 'r09/b.yaml': configMap('b', 'x') },
  });
  await running.applied('r09');
  assert.ok(await running.configMap('r03', 'moved'));
  await running.pair.push('Move back', { write: { 'r09/a.yaml': configMap('moved', 'x') } });
  await running.applied('r09');
  assert.deepEqual(
    [await running.configMap('r03', 'moved'), (await running.configMap('r09', 'moved'))?.data],
    [undefined, { value: 'x' }],
  );
});

test('R10 a definition and an object of the new kind in one commit are both applied', async () => {
  const group = `${running.namespace('r10')}.example.com`;
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  names: {kind: Widget, plural: widgets, singular: widget}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, default: 3}}}}}}}
`;
  const widget = `apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: w}\nspec: {}\n`;
  await running.pair.push('Define', { write: { 'r10/widget.yaml': widget, 'r10/z-definition.yaml': definition } });
  await running.applied('r10');
  const { kubernetes } = running.pair;
  const live = await kubernetes.get(`/apis/${group}/v1/namespaces/${running.namespace('r10')}/widgets/w`);
  assert.deepEqual(live?.spec, { size: 3 });
  await kubernetes.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`);
});

test('R11 a namespace and what lives in it in one commit are both applied', async () => {
  const namespace = `${running.namespace('r11')}-new`;
  const files = {
    'r11/a.yaml': configMap('a', 'x', { namespace }),
    'r11/z.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n`,
  };
  await running.pair.push('Add a namespace', { write: files });
  await running.applied('r11');
  const { kubernetes } = running.pair;
  assert.ok(await kubernetes.get(`/api/v1/namespaces/${namespace}/configmaps/a`));
  await kubernetes.delete(`/api/v1/namespaces/${namespace}`);
});

test('R27 an emptied directory is refused and everything stays', async () => {
  const { pair } = running;
  await pair.push('Empty it', { write: { 'r27/readme.md': 'nothing here' }, remove: ['r27/a.yaml'] });
  const { errors } = await running.applied('r27', ['stalled']);
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['empty-tree'],
  );
  assert.ok(await running.configMap('r27', 'a'));
});

test('with gate all a fault of a file and an error of the API server come in one report', async () => {
  const { pair } = running;
  const misspelt = configMap('a', 'x').replace('\ndata:', '\ndate:');
  await pair.push('Two mistakes', { write: { 'r27/a.yaml': misspelt, 'r27/bad.yaml': 'kind: [' } });
  const { errors, counts } = await running.applied('r27', ['failed']);
  assert.deepEqual(errors?.map(({ code }) => code).toSorted(), ['unknown-field', 'yaml-syntax']);
  assert.equal(counts?.['configured'], 0);
});

const broken = { 'r30all/bad.yaml': 'kind: [', 'r30each/bad.yaml': 'kind: [' };

test('R30 with one bad file gate all writes nothing, gate each applies the others, and neither prunes', async () => {
  const { pair } = running;
  const added = { 'r30all/b.yaml': configMap('b', 'new'), 'r30each/b.yaml': configMap('b', 'new') };
  await pair.push('Break a file', { write: { ...broken, ...added }, remove: ['r30all/a.yaml', 'r30each/a.yaml'] });
  const all = await running.applied('r30all', ['failed']);
  const each = await running.applied('r30each', ['failed']);
  assert.deepEqual([all.errors?.[0]?.file, all.errors?.[0]?.line], ['r30all/bad.yaml', 1]);
  assert.deepEqual([all.counts?.['created'] ?? 0, each.counts?.['created']], [0, 1]);
  assert.deepEqual(
    [await running.configMap('r30all', 'b'), (await running.configMap('r30each', 'b'))?.data],
    [undefined, { value: 'new' }],
  );
  assert.ok((await running.configMap('r30all', 'a')) && (await running.configMap('r30each', 'a')));
  await pair.push('Mend the file', { remove: Object.keys(broken) });
  await running.applied('r30all');
  await running.applied('r30each');
  assert.deepEqual(
    [await running.configMap('r30all', 'a'), await running.configMap('r30each', 'a')],
    [undefined, undefined],
  );
});
