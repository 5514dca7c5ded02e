import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startApiProxy, type ApiProxy } from './support/apiProxy.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { definition, definitionPath } from './support/definition.ts';
import { eventually } from './support/eventually.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { configMap, TestPair } from './support/testPair.ts';

const group = `f${randomBytes(4).toString('hex')}.example.com`;

const integer = { type: 'integer' };
const object = (properties: object): object => ({ type: 'object', properties });
const bakerySpec = object({
  ovens: integer,
  breads: { type: 'array', items: object({ flour: { type: 'string' } }) },
  shifts: { type: 'object', additionalProperties: object({ bakers: integer }) },
});
const bakeries = JSON.stringify(
  definition({ group, names: { kind: 'Bakery', plural: 'bakeries' }, schema: object({ spec: bakerySpec }) }),
);

const bakery = (name: string, spec: string): string =>
  `apiVersion: ${group}/v1\nkind: Bakery\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

/** One mistake in each object: of several in one, the API server does not always tell all. */
const deployment = (name: string, replicas: string, ports: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  ${replicas}: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: example.com/web, ${ports}: [{containerPort: 80}]}
`;
const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringdata: {password: hunter2}\n`;

const names = ['builtin', 'custom', 'fresh'];
let proxy: ApiProxy;
let running: TestPair;
const stack = new AsyncDisposableStack();
before(async () => {
  const cluster = stack.use(await startControlPlane());
  proxy = stack.use(await startApiProxy(cluster.kubeconfig));
  const files = {
    'fresh/a.yaml': configMap('a', 'one'),
    'builtin/a.yaml': configMap('a', 'one'),
    'custom/definition.json': bakeries,
    'custom/bakery.yaml': bakery('a', '{ovens: 1}'),
  };
  const given = names.map((name) => ({ name, gate: 'all' }));
  running = stack.use(await TestPair.start({ environments: given, files, applier: { kubeconfig: proxy.kubeconfig } }));
  await Promise.all(names.map((name) => running.applied(name)));
});
after(async () => {
  // It would create the definition again at once.
  await running.pair.applier?.terminate();
  await running.pair.kubernetes.delete(definitionPath(group, 'bakeries'));
  await stack.disposeAsync();
});

/** How the fields of an object were looked at, write by write. */
function validations(path: string): (string | null)[] {
  const writes = proxy.seen.filter(({ method, url }) => method === 'PATCH' && url.split('?')[0] === path);
  return writes.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('fieldValidation'));
}

/** What each error says the field was meant to be, by the field. */
function hintsOf({ errors = [] }: EnvironmentAnswer): Record<string, string | undefined> {
  return Object.fromEntries(
    errors.map(({ field = '', message }) => [field, /; did you mean (.+)\?$/.exec(message)?.[1]]),
  );
}

test('misspelt fields of built-in kinds are all reported, each with the nearest right one', async () => {
  const wrong = [deployment('a', 'replica', 'ports'), deployment('b', 'replicas', 'port'), secret].join('---\n');
  await running.pair.push('Misspell', { write: { 'builtin/a.yaml': wrong } });
  const answer = await running.applied('builtin', ['failed']);
  const container = 'spec.template.spec.containers[name="web"]';
  assert.deepEqual(hintsOf(answer), {
    'spec.replica': 'spec.replicas',
    [`${container}.port`]: `${container}.ports`,
    stringdata: 'stringData',
  });
  assert.doesNotMatch(JSON.stringify(answer), /hunter2/);
});

test('misspelt fields of a custom kind get the nearest one of its own schema', async () => {
  const { kubernetes } = running.pair;
  await eventually('the API server publishes the schema of the definition', async () => {
    const { paths } = ((await kubernetes.get('/openapi/v3')) ?? {}) as { paths?: object };
    return Object.hasOwn(paths ?? {}, `apis/${group}/v1`) ? true : undefined;
  });
  const specs = ['{oven: 1}', '{breads: [{flower: rye}]}', '{shifts: {early.morning: {baker: 1}}}'];
  const wrong = specs.map((spec, index) => bakery('abc'.charAt(index), spec)).join('---\n');
  await running.pair.push('Misspell bakeries', { write: { 'custom/bakery.yaml': wrong } });
  assert.deepEqual(hintsOf(await running.applied('custom', ['failed'])), {
    'spec.oven': 'spec.ovens',
    'spec.breads[0].flower': 'spec.breads[0].flour',
    'spec.shifts.early.morning.baker': 'spec.shifts.early.morning.bakers',
  });
});

test('a misspelt field of an object that no check could see, because its namespace is as new, is refused all the same', async () => {
  const { pair } = running;
  const namespace = `${running.namespace('fresh')}-new`;
  const wrong = configMap('b', 'x', { namespace }).replace('\ndata:', '\ndate:');
  const write = {
    'fresh/namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${namespace}}\n`,
    'fresh/b.yaml': wrong,
  };
  await pair.push('Misspell in a new namespace', { write });
  const { errors = [] } = await running.applied('fresh', ['failed']);
  assert.deepEqual(
    errors.map(({ code, id, field }) => ({ code, id, field })),
    [{ code: 'unknown-field', id: `ConfigMap/${namespace}/b`, field: 'date' }],
  );
  // Only what was checked is not looked at again.
  const path = `/api/v1/namespaces/${namespace}`;
  assert.deepEqual([validations(path), validations(`${path}/configmaps/b`)], [['Strict', 'Ignore'], ['Strict']]);
  await pair.kubernetes.delete(path);
});
