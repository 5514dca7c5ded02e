import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../load/manifest.ts';
import { fieldPath } from './fieldPath.ts';
import { fieldShape } from './fieldShape.ts';
import { nearestField } from './nearestField.ts';

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const schemas: Record<string, Json> = {
  Pod: {
    type: 'object',
    properties: {
      metadata: { default: {}, allOf: [ref('Meta')] },
      containers: { type: 'array', items: { default: {}, allOf: [ref('Container')] } },
      pools: { type: 'object', additionalProperties: { allOf: [ref('Container')] } },
      port: { anyOf: [{ type: 'integer' }, { properties: { number: {} } }] },
    },
  },
  Meta: { properties: { labels: { additionalProperties: { type: 'string' } }, name: {} } },
  Container: { properties: { image: {}, name: {}, ports: { type: 'array', items: ref('Port') } } },
  Port: { properties: { containerPort: {}, protocol: {} } },
  Circle: { allOf: [ref('Circle'), ref('Circle')] },
  Maps: { additionalProperties: ref('Maps') },
};

function nearest(path: string, kind = 'Pod'): string | undefined {
  const shapes = new Map(Object.entries(schemas).map(([name, schema]) => [name, fieldShape(schema)]));
  const steps = fieldPath(path);
  assert.ok(steps, path);
  return nearestField(steps, shapes.get(kind) ?? {}, shapes);
}

const found: [string, string, string][] = [
  ['at the top', 'contaners', 'containers'],
  ['behind a reference', 'metadata.lables', 'labels'],
  ['in a list with keys', 'containers[name="web"].imag', 'image'],
  ['in a list in a list', 'containers[0].ports[containerPort=80,protocol="TCP"].protocl', 'protocol'],
  ['behind a key that looks like a path', 'containers[name="a].b"].nam', 'name'],
  ['in a value of a map', 'pools.large.imag', 'image'],
  ['in a value of a map whose key has dots', 'pools.example.com/large.ports[0].protocl', 'protocol'],
  ['in one of several alternatives', 'port.numbr', 'number'],
];
for (const [where, path, name] of found) {
  test(`a misspelt field is found ${where}`, () => assert.equal(nearest(path), name));
}

const nothing: [string, string][] = [
  ['a field that nothing is near', 'containers[0].zzzzzz'],
  ['a field that the schema knows', 'containers[0].image'],
  ['a field of something unknown', 'kontainer.imag'],
  ['a field below a value that has none', 'metadata.name.x'],
  ['a name that every JavaScript object has', 'constructor.name'],
];
for (const [what, path] of nothing) {
  test(`there is no hint for ${what}`, () => assert.equal(nearest(path), undefined));
}

for (const kind of ['Circle', 'Maps']) {
  test(`schemas that multiply without end cost a bounded time (${kind})`, () => {
    assert.equal(nearest(`${'a.'.repeat(60)}b`, kind), undefined);
  });
}

for (const path of ['', 'a]', '[a', 'a["b]']) {
  test(`${JSON.stringify(path)} leads nowhere`, () => assert.equal(fieldPath(path)?.length ?? 0, 0));
}
