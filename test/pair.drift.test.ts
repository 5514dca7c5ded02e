import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

type Drift = { id: string; manager?: string; fields: string[]; deleted?: boolean; at: string; corrected: boolean };
type Answer = {
  drift?: Drift[];
  deleting?: { id: string; since?: string }[];
  warnings?: { code: string; message: string }[];
};

const environments = [
  { name: 'field' },
  { name: 'gone' },
  { name: 'detect', drift: 'detect' },
  { name: 'annotated' },
  { name: 'relabelled' },
  { name: 'held', pruneLimit: { count: 0, percent: 0 } },
  { name: 'stuck', pruneLimit: { count: 10, percent: 100 } },
];

let running: TestPair;
before(async () => {
  const files = environments.flatMap(({ name }) => [
    [`${name}/a.yaml`, configMap('a', 'one')],
    [`${name}/b.yaml`, configMap('b', 'one')],
  ]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name, ['applied', 'healthy'])));
});
after(async () => await running[Symbol.asyncDispose]());

const path = (environment: string, name: string): string =>
  `/api/v1/namespaces/${running.namespace(environment)}/configmaps/${name}`;
const theirs = (more: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, ...more });

async function answer(environment: string): Promise<Answer> {
  return await running.pair.environment(environment);
}

async function requests(environment: string): Promise<number> {
  const text = await (await fetch(`${running.pair.pageUrl}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(
    new RegExp(`couplet_applier_api_requests_total\\{environment="${environment}"\\} (\\d+)`).exec(text)?.[1],
  );
}

/** The first drift that is shown, once there is one. */
async function drift(environment: string): Promise<Drift> {
  return await eventually(`drift of ${environment} is told`, async () => (await answer(environment)).drift?.[0]);
}

/** Milliseconds of the fastest of three turns: a busy machine is slow now and then, not always. */
async function fastest(turn: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const start = performance.now();
    await turn();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

test('R20 a field that somebody else changed is set back within a second by one request, and who it was is shown', async () => {
  const count = await requests('field');
  const ms = await fastest(async () => {
    const changed = theirs({ data: { value: 'theirs', other: 'x' } });
    await running.pair.kubernetes.apply(path('field', 'a'), changed, 'kubectl-edit');
    await eventually('the value is back', async () =>
      (await running.configMap('field', 'a'))?.data?.['value'] === 'one' ? true : undefined,
    );
  });
  assert.ok(ms < 1000, `corrected after ${ms} ms`);
  await eventually('all three are told', async () => ((await answer('field')).drift?.length === 3 ? true : undefined));
  const { at, ...told } = await drift('field');
  assert.ok(Date.parse(at) > 0);
  const id = `ConfigMap/${running.namespace('field')}/a`;
  assert.deepEqual(told, { id, manager: 'kubectl-edit', fields: ['.data.value'], corrected: true });
  assert.equal((await requests('field')) - count, 3);
  assert.equal((await running.configMap('field', 'a'))?.data?.['other'], 'x');
});

test('a write of Couplet itself is no drift', async () => {
  await running.pair.push('Change b', { write: { 'field/b.yaml': configMap('b', 'two') } });
  await running.applied('field', ['applied', 'healthy']);
  await running.pair.kubernetes.apply(path('field', 'a'), theirs({ data: { value: 'again' } }));
  const told = await eventually('the next drift is told', async () => {
    const list = (await answer('field')).drift;
    return list?.[0]?.manager === 'somebody-else' ? list : undefined;
  });
  assert.deepEqual(new Set(told.map(({ id }) => id)), new Set([`ConfigMap/${running.namespace('field')}/a`]));
});

test('R21 an object deleted by hand is created again within a second', async () => {
  const ms = await fastest(async () => {
    const uid = (await running.configMap('gone', 'a'))?.metadata.uid;
    await running.pair.kubernetes.delete(path('gone', 'a'));
    const back = await eventually('it is back', async () => await running.configMap('gone', 'a'));
    assert.notEqual(back.metadata.uid, uid);
  });
  assert.ok(ms < 1000, `created after ${ms} ms`);
  const { at: _at, ...told } = await drift('gone');
  const id = `ConfigMap/${running.namespace('gone')}/a`;
  assert.deepEqual(told, { id, fields: [], deleted: true, corrected: true });
});

test('with drift detect a change and a delete are told with who it was, and left as they are until the next run', async () => {
  const { pair } = running;
  await pair.kubernetes.apply(path('detect', 'a'), theirs({ data: { value: 'theirs' } }), 'kubectl-edit');
  const { at: _at, ...told } = await drift('detect');
  const id = `ConfigMap/${running.namespace('detect')}/a`;
  assert.deepEqual(told, { id, manager: 'kubectl-edit', fields: ['.data.value'], corrected: false });
  await pair.kubernetes.delete(path('detect', 'b'));
  const warnings = await eventually('both are told', async () => {
    const found = (await answer('detect')).warnings ?? [];
    return found.length === 2 ? found : undefined;
  });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['drifted', 'drifted'],
  );
  assert.match(warnings[0]?.message ?? '', /kubectl-edit changed \.data\.value, and drift is detect/);
  assert.equal((await running.configMap('detect', 'a'))?.data?.['value'], 'theirs');
  assert.equal(await running.configMap('detect', 'b'), undefined);
  await pair.kubernetes.apply(path('detect', 'a'), theirs({ data: { value: 'one' } }), 'kubectl-edit');
  await pair.push('Change both', {
    write: { 'detect/a.yaml': configMap('a', 'two'), 'detect/b.yaml': configMap('b', 'two') },
  });
  await running.applied('detect', ['applied', 'healthy']);
  await eventually('nothing is wrong any more', async () =>
    (await answer('detect')).warnings?.length === 0 ? true : undefined,
  );
});

test('an altered digest is drift, and so is the label of the set when somebody takes it off', async () => {
  const digest = (await running.configMap('annotated', 'a'))?.metadata.annotations?.['couplet.dev/digest'];
  assert.ok(digest);
  const altered = { metadata: { name: 'a', annotations: { 'couplet.dev/digest': 'x' } } };
  await running.pair.kubernetes.apply(path('annotated', 'a'), { apiVersion: 'v1', kind: 'ConfigMap', ...altered });
  assert.deepEqual((await drift('annotated')).fields, ['.metadata.annotations.couplet.dev/digest']);
  assert.equal((await running.configMap('annotated', 'a'))?.metadata.annotations?.['couplet.dev/digest'], digest);

  const label = 'applyset.kubernetes.io/part-of';
  const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { [label]: 'none' } } };
  const uid = (await running.configMap('relabelled', 'a'))?.metadata.uid;
  await running.pair.kubernetes.apply(path('relabelled', 'a'), other);
  await drift('relabelled');
  const { metadata } = (await running.configMap('relabelled', 'a')) ?? {};
  assert.match(metadata?.labels?.[label] ?? '', /^applyset-/);
  assert.equal(metadata?.uid, uid);
});

test('while deletes wait for a person drift is told and not corrected', async () => {
  await running.pair.push('Remove b', { remove: ['held/b.yaml'] });
  await running.applied('held', ['held']);
  await running.pair.kubernetes.apply(path('held', 'a'), theirs({ data: { value: 'theirs' } }));
  assert.equal((await drift('held')).corrected, false);
  assert.match((await answer('held')).warnings?.[0]?.message ?? '', /deletes wait for a person/);
  assert.equal((await running.configMap('held', 'a'))?.data?.['value'], 'theirs');
});

test('R22 a delete that a finalizer holds up is listed with its age on page and API until the object is gone', async () => {
  const { pair } = running;
  const held = configMap('b', 'x').replace('  name: b', '  name: b\n  finalizers: [example.com/hold]');
  await pair.push('Hold b', { write: { 'stuck/b.yaml': held } });
  await running.applied('stuck', ['applied', 'healthy']);
  await pair.push('Remove b', { remove: ['stuck/b.yaml'] });
  await running.applied('stuck', ['applied', 'healthy']);
  const deleting = await eventually('it is listed', async () => {
    const found = (await answer('stuck')).deleting;
    return found?.[0]?.since === undefined ? undefined : found;
  });
  assert.deepEqual(
    deleting.map(({ id }) => id),
    [`ConfigMap/${running.namespace('stuck')}/b`],
  );
  assert.match(
    await (await fetch(`${pair.pageUrl}/environments/stuck`, { headers: { connection: 'close' } })).text(),
    /1 stuck delete/,
  );
  const free = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } };
  await pair.kubernetes.apply(path('stuck', 'b'), free, 'couplet');
  await eventually('it is not listed any more', async () =>
    (await answer('stuck')).deleting === undefined ? true : undefined,
  );
  assert.equal(await running.configMap('stuck', 'b'), undefined);
});

test('R24 an object that somebody labels into the set is seen, left alone and no drift', async () => {
  const set = (await running.configMap('gone', 'b'))?.metadata.labels?.['applyset.kubernetes.io/part-of'];
  const copy = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'copy', labels: { 'applyset.kubernetes.io/part-of': set } },
  };
  await running.pair.kubernetes.apply(path('gone', 'copy'), copy);
  // Events of one kind come in their order: once this one was corrected, the copy was seen.
  await running.pair.kubernetes.apply(path('gone', 'a'), theirs({ data: { value: 'theirs' } }), 'a-later-one');
  await eventually('the later event came', async () =>
    (await drift('gone')).manager === 'a-later-one' ? true : undefined,
  );
  await running.pair.push('Change b', { write: { 'gone/b.yaml': configMap('b', 'two') } });
  const { counts } = await running.applied('gone', ['applied', 'healthy']);
  assert.equal(counts?.['skipped'], 1, 'the watch has seen it');
  assert.ok(await running.configMap('gone', 'copy'));
  assert.equal(
    (await answer('gone')).drift?.some(({ id }) => id.endsWith('/copy')),
    false,
  );
});
