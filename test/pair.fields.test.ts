import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from './support/eventually.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { configMap, TestPair } from './support/testPair.ts';

const group = `f${randomBytes(4).toString('hex')}.example.com`;

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: bakeries.${group}}
spec:
  group: ${group}
  names: {kind: Bakery, plural: bakeries}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              ovens: {type: integer}
              breads: {type: array, items: {type: object, properties: {flour: {type: string}}}}
              shifts: {type: object, additionalProperties: {type: object, properties: {bakers: {type: integer}}}}
`;

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

let running: TestPair;
before(async () => {
  const files = {
    'builtin/a.yaml': configMap('a', 'one'),
    'custom/definition.yaml': definition,
    'custom/bakery.yaml': bakery('a', '{ovens: 1}'),
  };
  running = await TestPair.start({ environments: [{ name: 'builtin' }, { name: 'custom' }], files });
  await Promise.all(['builtin', 'custom'].map((name) => running.applied(name)));
});
after(async () => {
  // It would create the definition again at once.
  await running.pair.applier?.terminate();
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await running.pair.kubernetes.delete(`${definitions}/bakeries.${group}`);
  await running[Symbol.asyncDispose]();
});

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
