import assert from 'node:assert/strict';
import { test } from 'node:test';
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

async function start(files: Record<string, string>, more: Record<string, unknown> = {}): Promise<TestPair> {
  const running = await TestPair.start({ environments: [{ name: 'shop', ...more }], files });
  await running.applied('shop');
  return running;
}

test('a field that cannot change is reported with its path, and nothing is written under gate all', async () => {
  await using running = await start({ 'shop/f.yaml': fixed('one', 'a: b') });
  await running.pair.push('Change both', {
    write: { 'shop/f.yaml': fixed('two', 'a: b'), 'shop/a.yaml': configMap('a', 'new') },
  });
  const { errors = [] } = await running.applied('shop', ['failed']);
  assert.deepEqual(
    errors.map(({ code, field, file }) => [code, field, file]),
    [['immutable-field', 'data', 'shop/f.yaml']],
  );
  assert.equal(await running.configMap('shop', 'a'), undefined);
});

test('under gate each the others go on beside a field that cannot change', async () => {
  await using running = await start({ 'shop/f.yaml': fixed('one', 'a: b') }, { gate: 'each' });
  await running.pair.push('Change both', {
    write: { 'shop/f.yaml': fixed('two', 'a: b'), 'shop/a.yaml': configMap('a', 'new') },
  });
  await running.applied('shop', ['failed']);
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'new');
  assert.equal((await running.configMap('shop', 'fixed'))?.data?.['value'], 'one');
});

test('an object with the annotation recreate is deleted and created anew when a field of it cannot change', async () => {
  await using running = await start({ 'shop/f.yaml': fixed('one', recreate), 'shop/a.yaml': configMap('a', 'one') });
  const before = await running.configMap('shop', 'fixed');
  await running.pair.push('Change both', {
    write: { 'shop/f.yaml': fixed('two', recreate), 'shop/a.yaml': configMap('a', 'two') },
  });
  await running.applied('shop');
  const after = await running.configMap('shop', 'fixed');
  assert.equal(after?.data?.['value'], 'two');
  assert.notEqual(after?.metadata.uid, before?.metadata.uid);
});

test('the annotation recreate deletes nothing while something else keeps the commit from being applied', async () => {
  await using running = await start({ 'shop/f.yaml': fixed('one', recreate) });
  const before = await running.configMap('shop', 'fixed');
  await running.pair.push('Change it beside a mistake', {
    write: { 'shop/f.yaml': fixed('two', recreate), 'shop/a.yaml': configMap('a', 'x').replace('\ndata', '\ndta') },
  });
  await running.applied('shop', ['failed']);
  assert.equal((await running.configMap('shop', 'fixed'))?.metadata.uid, before?.metadata.uid);
});

test('the annotation recreate does not delete an object that is not of the set', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') }, { gate: 'each' });
  const path = `/api/v1/namespaces/${running.namespace('shop')}/configmaps/fixed`;
  const foreign = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    immutable: true,
    data: { x: 'y' },
  };
  await running.pair.kubernetes.apply(path, foreign);
  const before = await running.configMap('shop', 'fixed');
  await running.pair.push('Take it over', { write: { 'shop/f.yaml': fixed('two', recreate) } });
  const { errors } = await running.applied('shop', ['failed']);
  assert.equal(errors?.[0]?.code, 'immutable-field');
  assert.equal((await running.configMap('shop', 'fixed'))?.metadata.uid, before?.metadata.uid);
});

test('an object that is only applied when it is missing is created, and later changes of it are left out', async () => {
  await using running = await start({ 'shop/f.yaml': fixed('one', onlyOnce) });
  assert.equal((await running.configMap('shop', 'fixed'))?.data?.['value'], 'one');
  await running.pair.push('Change it', { write: { 'shop/f.yaml': fixed('two', onlyOnce) } });
  const { counts } = await running.applied('shop');
  assert.equal(counts?.['unchanged'], 1);
  assert.equal((await running.configMap('shop', 'fixed'))?.data?.['value'], 'one');
});

test('an object of somebody else that is only applied when it is missing stays theirs', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  const path = `/api/v1/namespaces/${running.namespace('shop')}/configmaps/fixed`;
  await running.pair.kubernetes.apply(path, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    data: { value: 'theirs' },
  });
  await running.pair.push('Provide a default', { write: { 'shop/f.yaml': fixed('ours', onlyOnce) } });
  const { counts } = await running.applied('shop');
  assert.equal(counts?.['skipped'], 1);
  const live = await running.configMap('shop', 'fixed');
  assert.deepEqual([live?.data?.['value'], live?.metadata.labels], ['theirs', undefined]);
});
