import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { startApiProxy, type ApiProxy } from './support/apiProxy.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { eventually } from './support/eventually.ts';
import type { Fault } from './support/faultyProxy.ts';
import { configMap, TestPair } from './support/testPair.ts';

const pruneLimit = { count: 100, percent: 100 };
const environments = ['storm', 'lost', 'down', 'reset', 'silent', 'beside', 'older'].map((name) => ({
  name,
  pruneLimit,
  settle: 0,
}));

let cluster: Awaited<ReturnType<typeof startControlPlane>>;
let proxy: ApiProxy;
let running: TestPair;
before(async () => {
  cluster = await startControlPlane();
  proxy = await startApiProxy(cluster.kubeconfig);
  const files = environments.map(({ name }): [string, string] => [`${name}/a.yaml`, configMap('a', 'one')]);
  const applier = { kubeconfig: proxy.kubeconfig };
  running = await TestPair.start({ environments, files: Object.fromEntries(files), applier });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
afterEach(() => {
  proxy.fault = () => undefined;
});
after(async () => {
  await running[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

const many = (environment: string, count: number, value: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${environment}/m${index}.yaml`, configMap(`m${index}`, value)]),
  );

/** Method and name of a write to a ConfigMap of the environment; undefined for every other request. */
function writeOf(
  environment: string,
  { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
): string | undefined {
  const place = `/namespaces/${running.namespace(environment)}/configmaps/`;
  const name = url.split(place)[1]?.split('?')[0];
  return name === undefined || method === 'GET' ? undefined : `${method} ${name}`;
}

/** Applies the fault to the first so many writes of the environment that fit. */
function failWrites(environment: string, count: number, method: string, fault: Fault): { left: number } {
  const rest = { left: count };
  proxy.fault = (request) => {
    if (rest.left === 0 || writeOf(environment, request)?.startsWith(method) !== true) return undefined;
    rest.left -= 1;
    return fault;
  };
  return rest;
}

async function names(environment: string): Promise<string[]> {
  const path = `/api/v1/namespaces/${running.namespace(environment)}/configmaps`;
  const items = await running.pair.kubernetes.list(path);
  return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
}

test('fault 9 a storm of 429 with Retry-After is waited out, and every object is applied once', async () => {
  const tooMany: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '1' } };
  const rest = failWrites('storm', 6, 'PATCH', tooMany);
  const since = proxy.seen.length;
  await running.pair.push('Many', { write: many('storm', 10, 'one') });
  const { counts } = await running.applied('storm');
  assert.deepEqual([rest.left, counts?.['created'], counts?.['failed']], [0, 10, 0]);
  const applies = proxy.seen
    .slice(since)
    .filter((seen) => writeOf('storm', seen) !== undefined && !seen.url.includes('dryRun'));
  assert.ok(applies.length <= 16, `${applies.length} applies`);
});

test('fault 9 a write whose answer is lost after it was done is asked for again, and nothing happens twice', async () => {
  const { pair } = running;
  const lost = failWrites('lost', 3, 'PATCH', { kind: 'lose' });
  await pair.push('Add three', { write: many('lost', 3, 'one') });
  const { errors } = await running.applied('lost');
  assert.deepEqual([lost.left, errors], [0, []]);
  const lostDelete = failWrites('lost', 2, 'DELETE', { kind: 'lose' });
  await pair.push('Remove three', { remove: Object.keys(many('lost', 3, '')) });
  const { counts } = await running.applied('lost');
  assert.deepEqual([lostDelete.left, counts?.['deleted'], counts?.['failed']], [0, 3, 0]);
  assert.deepEqual(await names('lost'), ['a']);
});

test('R32 an API server that goes away in the middle of an apply is waited for, and what was applied is not applied again', async () => {
  const { pair } = running;
  let writes = 0;
  let away = false;
  proxy.fault = (request) => {
    if (writeOf('down', request) !== undefined && !(request.url ?? '').includes('dryRun')) writes += 1;
    away ||= writes > 20;
    return away ? { kind: 'cut', after: 0 } : undefined;
  };
  await pair.push('Many', { write: many('down', 60, 'one') });
  const { errors } = await running.applied('down', ['failed']);
  assert.equal(errors?.[0]?.code, 'api-unreachable');
  const present = await names('down');
  assert.ok(present.length > 10 && present.length < 61, `${present.length} of 61 are there`);
  const since = proxy.seen.length;
  proxy.fault = () => undefined;
  await running.applied('down');
  assert.equal((await names('down')).length, 61);
  const again = proxy.seen
    .slice(since)
    .filter((seen) => !seen.url.includes('dryRun'))
    .map((seen) => writeOf('down', seen));
  const redone = present.filter((name) => again.includes(`PATCH ${name}`));
  // Those whose answers were on their way when it went.
  assert.ok(redone.length <= 16, `${redone.length} were applied again`);
});

test('fault 9 an API server that resets connections in the middle of a prune is asked again until all is pruned', async () => {
  const { pair } = running;
  await pair.push('Many', { write: many('reset', 30, 'one') });
  await running.applied('reset');
  let deletes = 0;
  proxy.fault = (request) => {
    if (writeOf('reset', request)?.startsWith('DELETE') !== true) return undefined;
    deletes += 1;
    return deletes > 10 && deletes < 25 ? { kind: 'cut', after: 0 } : undefined;
  };
  await pair.push('None of them', { remove: Object.keys(many('reset', 30, '')) });
  await running.applied('reset');
  assert.deepEqual(await names('reset'), ['a']);
});

test('R43 an environment whose calls are never answered does not delay another', async () => {
  const { pair } = running;
  proxy.fault = (request) => (writeOf('silent', request) === undefined ? undefined : { kind: 'silence' });
  await pair.push('Many for the silent one', { write: many('silent', 40, 'one') });
  await eventually('all its calls hang', () =>
    proxy.seen.filter((seen) => writeOf('silent', seen) !== undefined).length >= 16 ? true : undefined,
  );
  const start = performance.now();
  await pair.push('One for the other', { write: { 'beside/a.yaml': configMap('a', 'two') } });
  await running.applied('beside');
  assert.ok(performance.now() - start < 10_000, `it took ${performance.now() - start} ms`);
  assert.equal((await running.configMap('beside', 'a'))?.data?.['value'], 'two');
  assert.equal((await pair.environment('silent')).state, 'running');
  proxy.fault = () => undefined;
  proxy.closeConnections();
  await running.applied('silent');
});

test('R39 a slow apply of an older commit does not overwrite a newer one', async () => {
  const { pair } = running;
  const released = Promise.withResolvers<void>();
  let held = false;
  proxy.fault = (request) => {
    if (held || writeOf('older', request) === undefined) return undefined;
    held = true;
    return { kind: 'wait', until: released.promise };
  };
  await pair.push('Older', { write: { 'older/a.yaml': configMap('a', 'older') } });
  await eventually('the older apply hangs', () => (held ? true : undefined));
  await pair.push('Newer', { write: { 'older/a.yaml': configMap('a', 'newer') } });
  await Promise.all(pair.deliveries);
  released.resolve();
  await running.applied('older');
  assert.equal((await running.configMap('older', 'a'))?.data?.['value'], 'newer');
});
