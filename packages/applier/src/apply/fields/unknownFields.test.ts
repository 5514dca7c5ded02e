import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownFields } from './unknownFields.ts';

// Texts as a 1.36 API server gives them.
const typed = 'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): ';
const answers: [string, string, string[]][] = [
  ['one field', `${typed}.spec.replica: field not declared in schema`, ['spec.replica']],
  [
    'several fields',
    `${typed}errors:\n  .metadata.lables: field not declared in schema\n  .spec.replica: field not declared in schema`,
    ['metadata.lables', 'spec.replica'],
  ],
  [
    'a field of an item of a list, with the whole path',
    `${typed}.spec.template.spec.containers[name="c"].ports[containerPort=1,protocol="TCP"].nam: field not declared in schema`,
    ['spec.template.spec.containers[name="c"].ports[containerPort=1,protocol="TCP"].nam'],
  ],
  [
    'fields of a custom kind',
    'strict decoding error: unknown field "spec.sise", unknown field "metadata.lables"',
    ['spec.sise', 'metadata.lables'],
  ],
  ['no field', `${typed}.data.a: expected string, got 1`, []],
];
for (const [what, message, fields] of answers) {
  test(`the server's answer is read: ${what}`, () => {
    assert.deepEqual(
      unknownFields({ message }).map(({ field }) => field),
      fields,
    );
  });
}
