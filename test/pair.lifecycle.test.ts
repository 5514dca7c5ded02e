import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { actionsToken, writeActionsToken } from './support/actionsToken.ts';
import { startApiProxy, type ApiProxy } from './support/apiProxy.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { definition, definitionPath } from './support/definition.ts';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

const group = `life-${randomBytes(4).toString('hex')}.example.com`;
const pruneLimit = { count: 100, percent: 100 };
const environments = ['both', 'grows', 'counted', 'defined', 'between', 'stops', 'switched', 'away'].map((name) => ({
  name,
  pruneLimit,
  settle: 0,
}));

let proxy: ApiProxy;
let running: TestPair;
const stack = new AsyncDisposableStack();
before(async () => {
  const cluster = stack.use(await startControlPlane());
  proxy = stack.use(await startApiProxy(cluster.kubeconfig));
  const token = await writeActionsToken(stack);
  const files = environments.map(({ name }): [string, string] => [`${name}/a.yaml`, configMap('a', 'one')]);
  const applier = { kubeconfig: proxy.kubeconfig, token };
  running = stack.use(await TestPair.start({ environments, files: Object.fromEntries(files), applier }));
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
afterEach(() => {
  proxy.fault = () => undefined;
});
after(async () => await stack.disposeAsync());

const set = (environment: string): string =>
  `/api/v1/namespaces/${running.pair.options.ownNamespace}/configmaps/couplet-${environment}`;

/** What was asked of the API server since then, as `METHOD path`. */
function asked(since: number): string[] {
  return proxy.seen.slice(since).map(({ method, url }) => `${method} ${url.split('?')[0]}`);
}

async function approve(environment: string): Promise<void> {
  const { held } = (await running.applied(environment, ['held'])) as { held?: { plan?: string } };
  const url = `${running.pair.pageUrl}/api/environments/${environment}/approve`;
  const headers = { authorization: `Bearer ${actionsToken}`, connection: 'close' };
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ plan: held?.plan }) });
  assert.ok(status < 300, `${status}`);
}

test('R12 P4 P8 a definition with its object and a namespace with its content are removed again in one commit, once a person approved', async () => {
  const { pair } = running;
  const namespace = `${running.namespace('both')}-new`;
  const added = {
    'both/definition.json': JSON.stringify(definition({ group, names: { kind: 'Lamp', plural: 'lamps' } })),
    'both/lamp.yaml': `apiVersion: ${group}/v1\nkind: Lamp\nmetadata: {name: l, namespace: ${namespace}}\n`,
    'both/namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${namespace}}\n`,
    'both/content.yaml': configMap('content', 'x', { namespace }),
  };
  await pair.push('Add both', { write: added });
  await running.applied('both');
  await pair.push('Remove both', { remove: Object.keys(added) });
  await running.applied('both', ['held']);
  assert.ok(await pair.kubernetes.get(`/apis/${group}/v1/namespaces/${namespace}/lamps/l`));
  const since = proxy.seen.length;
  await approve('both');
  await running.applied('both');
  await eventually('the namespace is gone', async () =>
    (await pair.kubernetes.get(`/api/v1/namespaces/${namespace}`)) === undefined ? true : undefined,
  );
  const deletes = asked(since).filter((line) => line.startsWith('DELETE '));
  // P14: what was applied last goes first.
  assert.deepEqual(
    deletes.map((line) => line.split('/').at(-1)),
    ['l', 'content', `lamps.${group}`, namespace],
  );
});

test('R02 R03 seen from the API server, a pass without a change asks nothing, and one changed file is one request', async () => {
  const { pair } = running;
  const namespace = running.namespace('counted');
  await pair.push('Add more', {
    write: { 'counted/b.yaml': configMap('b', '1'), 'counted/c.yaml': configMap('c', '1') },
  });
  await running.applied('counted');
  const requests = (since: number): string[] =>
    proxy.seen
      .slice(since)
      .filter(({ url }) => !url.includes('watch=') && !url.includes('/leases/') && !url.includes('selfsubject'))
      // The record of the run is written beside it, and pair.history says when.
      .filter(({ url }) => !url.includes('couplet-counted.runs-'))
      .filter(({ url }) => url.includes(namespace) || url.includes('couplet-counted') || url.startsWith('/apis?'))
      .map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  let since = proxy.seen.length;
  await pair.push('Touch what is no manifest', { write: { 'counted/readme.md': 'x' } });
  await running.applied('counted');
  assert.deepEqual(requests(since), []);
  since = proxy.seen.length;
  await pair.push('Change one', { write: { 'counted/b.yaml': configMap('b', '2') } });
  await running.applied('counted');
  assert.deepEqual(requests(since), [`PATCH /api/v1/namespaces/${namespace}/configmaps/b`]);
});

test('R03 a definition that the commit before brought costs the next commit nothing', async () => {
  const { pair } = running;
  await pair.push('Add a kind', {
    write: {
      'defined/definition.json': JSON.stringify(definition({ group, names: { kind: 'Door', plural: 'doors' } })),
    },
  });
  await running.applied('defined');
  const since = proxy.seen.length;
  await pair.push('Change one', { write: { 'defined/a.yaml': configMap('a', 'two') } });
  await running.applied('defined');
  const place = `PATCH /api/v1/namespaces/${running.namespace('defined')}/configmaps/a`;
  assert.ok(asked(since).includes(place));
  assert.deepEqual(
    asked(since).filter((line) => /customresourcedefinitions\/|\/apis$/.test(line)),
    [],
  );
  await pair.kubernetes.delete(definitionPath(group, 'doors'));
});

test('P12 the parent of the set names a kind before the first object of it is written, and forgets it after the last is deleted', async () => {
  const { pair } = running;
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n';
  const kinds = async (): Promise<string | undefined> =>
    (await pair.kubernetes.get(set('grows')))?.metadata.annotations?.['applyset.kubernetes.io/contains-group-kinds'];
  let since = proxy.seen.length;
  await pair.push('Add a Secret', { write: { 'grows/s.yaml': secret } });
  await running.applied('grows');
  const place = `/api/v1/namespaces/${running.namespace('grows')}/secrets/s`;
  const writes = asked(since).filter((line) => line === `PATCH ${place}` || line === `PATCH ${set('grows')}`);
  assert.deepEqual([writes, await kinds()], [[`PATCH ${set('grows')}`, `PATCH ${place}`], 'ConfigMap,Secret']);

  since = proxy.seen.length;
  await pair.push('Remove it', { remove: ['grows/s.yaml'] });
  await running.applied('grows');
  const ends = asked(since).filter((line) => line === `DELETE ${place}` || line === `PATCH ${set('grows')}`);
  assert.deepEqual([ends, await kinds()], [[`DELETE ${place}`, `PATCH ${set('grows')}`], 'ConfigMap']);
});

test('R33 an applier that is killed after the apply, while its first delete is on its way, deletes after its restart and applies nothing again', async () => {
  const { pair } = running;
  proxy.fault = ({ method, url = '' }) =>
    method === 'DELETE' && url.includes(running.namespace('between')) ? { kind: 'silence' } : undefined;
  const isDelete = ({ method, url }: { method: string; url: string }): boolean =>
    method === 'DELETE' && url.includes(running.namespace('between'));
  await pair.push('Replace a by b', { write: { 'between/b.yaml': configMap('b', 'one') }, remove: ['between/a.yaml'] });
  await eventually('the delete is on its way', () => (proxy.seen.some(isDelete) ? true : undefined));
  await pair.applier?.kill();
  proxy.fault = () => undefined;
  const written = (await running.configMap('between', 'b'))?.metadata.resourceVersion;
  assert.ok(written);
  assert.ok(await running.configMap('between', 'a'));
  await pair.startApplier();
  const { counts } = await running.applied('between');
  assert.deepEqual([counts?.['deleted'], counts?.['created'], counts?.['configured']], [1, 0, 0]);
  assert.equal((await running.configMap('between', 'b'))?.metadata.resourceVersion, written);
});

test('fault 4 SIGTERM in the middle of an apply ends the applier with code 0 within 20 s, and its next start goes on', async () => {
  const { pair } = running;
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`stops/m${index}.yaml`, configMap(`m${index}`, 'one')]),
  );
  let applies = 0;
  proxy.fault = ({ method, url = '' }) => {
    if (method === 'PATCH' && url.includes(`${running.namespace('stops')}/configmaps`) && !url.includes('dryRun'))
      applies += 1;
    return applies > 20 && method === 'PATCH' ? { kind: 'silence' } : undefined;
  };
  await pair.push('Many', { write: many });
  await eventually('it hangs in the middle', () => (applies > 20 ? true : undefined));
  const start = performance.now();
  assert.equal(await pair.applier?.terminate(), 0);
  assert.ok(performance.now() - start < 20_000);
  proxy.fault = () => undefined;
  await pair.startApplier();
  await running.applied('stops');
  assert.ok(await running.configMap('stops', 'm59'));
});

test('R36 an environment whose path or ref is switched in couplet.yaml becomes what is there, and prunes what is not', async () => {
  const { pair } = running;
  await pair.push('Prepare', { write: { 'elsewhere/b.yaml': configMap('b', 'path') } });
  await pair.copy.git('push', '--quiet', 'origin', 'HEAD:refs/heads/next');
  const switched = (more: object): Record<string, unknown>[] =>
    pair.options.environments.map((each) => (each.name === 'switched' ? { ...each, ...more } : each));
  const becomes = async (name: string, value: string): Promise<true> =>
    await eventually(`${name} is ${value}`, async () =>
      (await running.configMap('switched', name))?.data?.['value'] === value ? true : undefined,
    );
  await pair.writeConfig(switched({ path: 'elsewhere' }) as typeof pair.options.environments);
  await becomes('b', 'path');
  await eventually('a is pruned', async () =>
    (await running.configMap('switched', 'a')) === undefined ? true : undefined,
  );
  await pair.copy.write({ 'elsewhere/b.yaml': configMap('b', 'ref') });
  await pair.copy.commit('On another branch');
  await pair.copy.git('push', '--quiet', 'origin', 'HEAD:refs/heads/next');
  await pair.writeConfig(switched({ path: 'elsewhere', ref: 'next' }) as typeof pair.options.environments);
  await becomes('b', 'ref');
});

test('R40 when Couplet, its namespace and its sets are gone, what it applied stays', async () => {
  const { pair } = running;
  await pair.applier?.terminate();
  await pair.sync?.terminate();
  const uid = (await running.configMap('away', 'a'))?.metadata.uid;
  const own = `/api/v1/namespaces/${pair.options.ownNamespace}`;
  await pair.kubernetes.delete(own);
  await eventually('its namespace is gone', async () =>
    (await pair.kubernetes.get(own)) === undefined ? true : undefined,
  );
  assert.equal((await running.configMap('away', 'a'))?.metadata.uid, uid);
});
