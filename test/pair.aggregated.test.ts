import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { startAggregatedApi, type AggregatedApi } from './support/aggregatedApi.ts';
import { eventually } from './support/eventually.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const group = `cakes-${randomBytes(4).toString('hex')}.example.com`;
const environments = [
  { name: 'listed', gate: 'each', settle: 0, resync: '1s', pruneLimit: { count: 100, percent: 100 } },
  { name: 'started', gate: 'each', settle: 0, pruneLimit: { count: 100, percent: 100 } },
];
const cake = (name: string): string =>
  `apiVersion: ${group}/v1\nkind: Cake\nmetadata: {name: ${name}}\nspec: {sweet: true}\n`;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let running: TestPair;
let api: AggregatedApi;
before(async () => {
  directory = await temporaryDirectory('aggregated');
  const files = environments.flatMap(({ name }) => [
    [`${name}/a.yaml`, configMap('a', 'one')],
    [`${name}/b.yaml`, configMap('b', 'one')],
    [`${name}/stays.yaml`, cake(`${name}-stays`)],
    [`${name}/leaves.yaml`, cake(`${name}-leaves`)],
  ]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) }, { start: false });
  const { kubernetes, options } = running.pair;
  const where = { group, namespace: options.ownNamespace, directory: directory.path };
  api = await startAggregatedApi(kubernetes, where);
  await eventually(
    'the API server aggregates it',
    async () => await kubernetes.list(`/apis/${group}/v1/cakes`).catch(() => undefined),
  );
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
afterEach(async () => await api.up());
after(async () => {
  await running.pair.applier?.terminate();
  await api[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

const change = async (environment: string): Promise<string> =>
  await running.pair.push('Remove a cake and b, change a', {
    write: { [`${environment}/a.yaml`]: configMap('a', 'two') },
    remove: [`${environment}/leaves.yaml`, `${environment}/b.yaml`],
  });

test('P2 fault 11 while an aggregated API is down its objects are not pruned and everything else goes on; when it answers again the prune is made up for', async () => {
  api.down();
  await eventually('the list of its kind fails', async () => {
    const { warnings = [] } = (await running.pair.environment('listed')) as { warnings?: { id?: string }[] };
    return warnings.some(({ id }) => id === `Cake.${group}`) ? true : undefined;
  });
  const commit = await change('listed');
  await running.pair.reach('listed', commit);
  await eventually('b is pruned', async () =>
    (await running.configMap('listed', 'b')) === undefined ? true : undefined,
  );
  assert.equal((await running.configMap('listed', 'a'))?.data?.['value'], 'two');
  assert.ok(api.names.includes('listed-leaves'));

  await api.up();
  await eventually('the cake is pruned', () => (api.names.includes('listed-leaves') ? undefined : true));
  assert.ok(api.names.includes('listed-stays'));
});

test('P2 an applier that starts while an aggregated API is down fails its objects only, prunes none of them, and heals', async () => {
  const { pair } = running;
  api.down();
  await pair.applier?.terminate();
  await change('started');
  await pair.startApplier();
  const { errors = [], warnings = [] } = (await running.applied('started', ['failed'])) as Awaited<
    ReturnType<typeof running.applied>
  > & { warnings?: { id?: string; message: string }[] };
  assert.deepEqual(new Set(errors.map(({ id }) => id?.split('/')[0])), new Set([`Cake.${group}`]));
  assert.match(JSON.stringify(warnings), new RegExp(`Cannot list Cake\\.${group}`));
  assert.equal((await running.configMap('started', 'a'))?.data?.['value'], 'two');
  assert.ok(await running.configMap('started', 'b'), 'P11: an error of the run keeps all from being pruned');
  assert.ok(api.names.includes('started-leaves'));

  await api.up();
  await running.applied('started');
  await eventually('both are pruned', async () =>
    !api.names.includes('started-leaves') && (await running.configMap('started', 'b')) === undefined ? true : undefined,
  );
  assert.ok(api.names.includes('started-stays'));
});
