import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { definition, definitionPath } from './support/definition.ts';
import { startDenyingWebhook } from './support/denyingWebhook.ts';
import { eventually } from './support/eventually.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const group = `stuck-${randomBytes(4).toString('hex')}.example.com`;
const environments = ['terminating', 'names', 'webhook', 'kinds'].map((name) => ({
  name,
  gate: 'each',
  settle: 0,
  pruneLimit: { count: 100, percent: 100 },
}));

const object = (kind: string, name: string, version = 'v1'): string =>
  `apiVersion: ${group}/${version}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {a: b}\n`;

let running: TestPair;
before(async () => {
  const files = environments.map(({ name }): [string, string] => [`${name}/a.yaml`, configMap('a', 'one')]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
after(async () => {
  await running.pair.applier?.terminate();
  const { kubernetes } = running.pair;
  for (const plural of ['pans', 'pots', 'lids']) await kubernetes.delete(definitionPath(group, plural)).catch(() => {});
  await running[Symbol.asyncDispose]();
});

function toldIn({ errors = [] }: Pick<EnvironmentAnswer, 'errors'>): string[] {
  return errors.map(({ code, id }) => `${code} ${id?.split('/')[0]}`).toSorted();
}

/** Changes `a` beside the files, waits for the run to fail, sees `a` applied, and gives what failed as `code kind`. */
async function onlyTheirs(
  environment: string,
  files: Record<string, string>,
): Promise<{ told: string[]; ms: number; text: string }> {
  const start = performance.now();
  const write = { ...files, [`${environment}/a.yaml`]: configMap('a', 'two') };
  await running.pair.push('Try it', { write });
  const { errors = [] } = await running.applied(environment, ['failed']);
  assert.equal((await running.configMap(environment, 'a'))?.data?.['value'], 'two');
  return { told: toldIn({ errors }), ms: performance.now() - start, text: JSON.stringify(errors) };
}

/** Waits until a run of `names` that started since then has failed, and gives what failed in it. Ids of runs sort by time. */
async function toldSince(time = Date.now()): Promise<string[]> {
  const since = new Date(time).toISOString().replaceAll(/[-:]/g, '');
  let seen: EnvironmentAnswer | undefined;
  const ask = async (): Promise<EnvironmentAnswer | undefined> => {
    seen = await running.pair.environment('names');
    return seen.run !== undefined && seen.run > since && seen.state === 'failed' ? seen : undefined;
  };
  return toldIn(await eventually(`a run of names after ${since} has failed`, ask, { last: () => seen }));
}

test('fault 12 a namespace that is stuck in its deletion fails its new objects and no others, and its end lets them through', async () => {
  const { pair } = running;
  const namespace = `${running.namespace('terminating')}-stuck`;
  const path = `/api/v1/namespaces/${namespace}`;
  const stuck = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await pair.kubernetes.apply(path, { ...stuck, metadata: { name: namespace, finalizers: ['example.com/hold'] } });
  await pair.kubernetes.delete(path);
  const { told, text } = await onlyTheirs('terminating', { 'terminating/b.yaml': configMap('b', 'x', { namespace }) });
  assert.deepEqual(told, ['namespace-terminating ConfigMap']);
  assert.match(text, /because it is being terminated/);
  await pair.kubernetes.apply(path, stuck);
  await eventually('the namespace is gone', async () =>
    (await pair.kubernetes.get(path)) === undefined ? true : undefined,
  );
  await pair.kubernetes.createNamespace(namespace);
  await running.applied('terminating');
  assert.ok(await pair.kubernetes.get(`${path}/configmaps/b`));
  await pair.kubernetes.delete(path);
});

test('fault 12 a definition whose names are taken never gets Established: it and its objects fail in time, at each try and after a restart, the others are applied', async () => {
  const { pair } = running;
  await pair.kubernetes.apply(
    definitionPath(group, 'pans'),
    definition({ group, names: { kind: 'Pan', plural: 'pans', listKind: 'PanList' } }),
  );
  const { told, ms, text } = await onlyTheirs('names', {
    'names/definition.json': JSON.stringify(
      definition({ group, names: { kind: 'Pot', plural: 'pots', listKind: 'PanList' } }),
    ),
    'names/pot.yaml': object('Pot', 'p'),
  });
  const expected = ['kind-not-established CustomResourceDefinition.apiextensions.k8s.io', `not-found Pot.${group}`];
  assert.deepEqual(told, expected);
  assert.match(text, /NamesAccepted is False: .*PanList.* is already in use/);
  assert.ok(ms < 30_000, `${ms} ms`);

  assert.deepEqual(await toldSince(), expected);
  await pair.applier?.kill();
  const killed = Date.now();
  await pair.startApplier();
  assert.deepEqual(await toldSince(killed), expected);

  await pair.kubernetes.delete(definitionPath(group, 'pans'));
  await running.applied('names');
  const path = `/apis/${group}/v1/namespaces/${running.namespace('names')}/pots/p`;
  assert.ok(await pair.kubernetes.get(path));
});

test('fault 12 an admission webhook that does not answer fails its objects in time, the others are applied, and its return lets them through', async () => {
  await using directory = await temporaryDirectory('webhook');
  const { pair } = running;
  const where = { namespace: running.namespace('webhook'), directory: directory.path, message: 'no' };
  const asks = { operations: ['CREATE', 'UPDATE'], silentFor: 1, labels: { slow: 'yes-it-is' } };
  await using webhook = await startDenyingWebhook(pair.kubernetes, { ...where, ...asks });
  const slow = configMap('slow', 'x').replace('name: slow', 'name: slow\n  labels: {slow: yes-it-is}');
  await pair.push('Make sure it is asked', {
    write: { 'webhook/probe.yaml': slow.replace('name: slow', 'name: probe') },
  });
  await eventually('it was asked', () => (webhook.asked > 0 ? true : undefined));
  const { told, ms, text } = await onlyTheirs('webhook', { 'webhook/slow.yaml': slow });
  assert.deepEqual(told, ['api-error ConfigMap', 'api-error ConfigMap']);
  assert.match(text, /failed calling webhook \\"keep\.example\.com\\".*(?:deadline|timeout)/i);
  assert.ok(ms < 30_000, `${ms} ms`);
  webhook.relent();
  await running.applied('webhook');
  assert.ok(await running.configMap('webhook', 'slow'));
});

test('fault 11 a definition that comes, changes its version and goes between two runs harms nothing but its own objects', async () => {
  const { pair } = running;
  const names = { kind: 'Lid', plural: 'lids', listKind: 'LidList' };
  const path = (version: string): string =>
    `/apis/${group}/${version}/namespaces/${running.namespace('kinds')}/lids/round`;
  const { told } = await onlyTheirs('kinds', { 'kinds/lid.yaml': object('Lid', 'round') });
  assert.deepEqual(told, [`unknown-kind Lid.${group}`]);

  await pair.kubernetes.apply(definitionPath(group, 'lids'), definition({ group, names }));
  await running.applied('kinds');
  const uid = (await pair.kubernetes.get(path('v1')))?.metadata.uid;
  assert.ok(uid);

  await pair.kubernetes.apply(definitionPath(group, 'lids'), definition({ group, names, versions: ['v2', 'v1'] }));
  await eventually('v2 is served', async () => await pair.kubernetes.get(path('v2')));
  await pair.push('Follow', { write: { 'kinds/lid.yaml': object('Lid', 'round', 'v2') } });
  await running.applied('kinds');
  assert.equal((await pair.kubernetes.get(path('v2')))?.metadata.uid, uid);

  await pair.kubernetes.delete(definitionPath(group, 'lids'));
  await eventually('the definition is gone', async () =>
    (await pair.kubernetes.get(definitionPath(group, 'lids'))) === undefined ? true : undefined,
  );
  await pair.push('Give it up', {
    write: { 'kinds/a.yaml': configMap('a', 'three') },
    remove: ['kinds/lid.yaml'],
  });
  await running.applied('kinds');
  assert.equal((await running.configMap('kinds', 'a'))?.data?.['value'], 'three');
});
