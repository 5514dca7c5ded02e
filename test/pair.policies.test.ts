import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

/** A ConfigMap whose data can never change, with one annotation. */
function fixed(value: string, annotation: string): string {
  return [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    '  name: fixed',
    `  annotations: {${annotation}}`,
    'immutable: true',
    `data: {value: ${JSON.stringify(value)}}`,
    '',
  ].join('\n');
}

const recreate = 'couplet.dev/recreate: "true"';
const onlyOnce = 'couplet.dev/apply: if-not-present';

/** One pair for all tests: each has an environment of its own. */
const running = await TestPair.start({
  environments: [
    { name: 'all' },
    { name: 'each', gate: 'each' },
    { name: 'anew' },
    { name: 'kept' },
    { name: 'foreign', gate: 'each' },
    { name: 'once' },
    { name: 'theirs' },
  ],
  files: {
    'all/f.yaml': fixed('one', 'a: b'),
    'each/f.yaml': fixed('one', 'a: b'),
    'anew/f.yaml': fixed('one', recreate),
    'anew/a.yaml': configMap('a', 'one'),
    'kept/f.yaml': fixed('one', recreate),
    'foreign/a.yaml': configMap('a', 'one'),
    'once/f.yaml': fixed('one', onlyOnce),
    'theirs/a.yaml': configMap('a', 'one'),
  },
});
after(() => running[Symbol.asyncDispose]());

test('a field that cannot change is reported with its path, and nothing is written under gate all', async () => {
  await running.applied('all');
  await running.pair.push('Change both', {
    write: { 'all/f.yaml': fixed('two', 'a: b'), 'all/a.yaml': configMap('a', 'new') },
  });
  const { errors = [] } = await running.applied('all', ['failed']);
  assert.deepEqual(
    errors.map(({ code, field, file }) => [code, field, file]),
    [['immutable-field', 'data', 'all/f.yaml']],
  );
  assert.equal(await running.configMap('all', 'a'), undefined);
});

test('under gate each the others go on beside a field that cannot change', async () => {
  await running.applied('each');
  await running.pair.push('Change both', {
    write: { 'each/f.yaml': fixed('two', 'a: b'), 'each/a.yaml': configMap('a', 'new') },
  });
  await running.applied('each', ['failed']);
  assert.equal((await running.configMap('each', 'a'))?.data?.['value'], 'new');
  assert.equal((await running.configMap('each', 'fixed'))?.data?.['value'], 'one');
});

test('an object with the annotation recreate is deleted and created anew when a field of it cannot change', async () => {
  await running.applied('anew');
  const before = await running.configMap('anew', 'fixed');
  await running.pair.push('Change both', {
    write: { 'anew/f.yaml': fixed('two', recreate), 'anew/a.yaml': configMap('a', 'two') },
  });
  await running.applied('anew');
  const recreated = await running.configMap('anew', 'fixed');
  assert.equal(recreated?.data?.['value'], 'two');
  assert.notEqual(recreated?.metadata.uid, before?.metadata.uid);
});

test('the annotation recreate deletes nothing while something else keeps the commit from being applied', async () => {
  await running.applied('kept');
  const before = await running.configMap('kept', 'fixed');
  await running.pair.push('Change it beside a mistake', {
    write: { 'kept/f.yaml': fixed('two', recreate), 'kept/a.yaml': configMap('a', 'x').replace('\ndata', '\ndta') },
  });
  await running.applied('kept', ['failed']);
  assert.equal((await running.configMap('kept', 'fixed'))?.metadata.uid, before?.metadata.uid);
});

test('the annotation recreate does not delete an object that is not of the set', async () => {
  await running.applied('foreign');
  const path = `/api/v1/namespaces/${running.namespace('foreign')}/configmaps/fixed`;
  const foreign = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    immutable: true,
    data: { x: 'y' },
  };
  await running.pair.kubernetes.apply(path, foreign);
  const before = await running.configMap('foreign', 'fixed');
  await running.pair.push('Take it over', { write: { 'foreign/f.yaml': fixed('two', recreate) } });
  const { errors } = await running.applied('foreign', ['failed']);
  assert.equal(errors?.[0]?.code, 'immutable-field');
  assert.equal((await running.configMap('foreign', 'fixed'))?.metadata.uid, before?.metadata.uid);
});

test('an object that is only applied when it is missing is created, and later changes of it are left out', async () => {
  await running.applied('once');
  assert.equal((await running.configMap('once', 'fixed'))?.data?.['value'], 'one');
  await running.pair.push('Change it', { write: { 'once/f.yaml': fixed('two', onlyOnce) } });
  const { counts } = await running.applied('once');
  assert.equal(counts?.['unchanged'], 1);
  assert.equal((await running.configMap('once', 'fixed'))?.data?.['value'], 'one');
});

test('an object of somebody else that is only applied when it is missing stays theirs', async () => {
  await running.applied('theirs');
  const path = `/api/v1/namespaces/${running.namespace('theirs')}/configmaps/fixed`;
  await running.pair.kubernetes.apply(path, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    data: { value: 'theirs' },
  });
  await running.pair.push('Provide a default', { write: { 'theirs/f.yaml': fixed('ours', onlyOnce) } });
  const { counts } = await running.applied('theirs');
  assert.equal(counts?.['skipped'], 1);
  const live = await running.configMap('theirs', 'fixed');
  assert.deepEqual([live?.data?.['value'], live?.metadata.labels], ['theirs', undefined]);
});
