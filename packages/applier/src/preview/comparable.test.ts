import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../load/manifest.ts';
import { comparable } from './comparable.ts';
import { diffObjects } from './diffObjects.ts';

const metadata = { name: 'a', namespace: 'shop' };

test('what the server writes, the status, and what every apply changes is left out', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...metadata,
      uid: 'u',
      resourceVersion: '7',
      generation: 3,
      creationTimestamp: 'now',
      managedFields: [{ manager: 'couplet' }],
      annotations: { 'couplet.dev/digest': 'd', 'couplet.dev/source': 'a.yaml' },
    },
    status: { phase: 'x' },
  };
  assert.deepEqual(comparable(object), { apiVersion: 'v1', kind: 'ConfigMap', metadata });
});

test('annotations of others stay', () => {
  const annotations = { 'couplet.dev/digest': 'd', 'example.com/owner': 'team' };
  assert.deepEqual(comparable({ metadata: { annotations } })['metadata'], {
    annotations: { 'example.com/owner': 'team' },
  });
});

function secret(value: string, more: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, ...more }, data: { password: value } };
}

test('the value of a Secret is not shown, in data, in stringData or in the annotation of kubectl apply', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}' };
  const shown = comparable({ ...secret('aHVudGVyMg==', { annotations }), stringData: { token: 'hunter2' } });
  assert.doesNotMatch(JSON.stringify(shown), /aHVudGVyMg|hunter2/);
});

/** The fields in which two Secrets differ. */
function differences(before: string, after: string): string[] {
  return diffObjects(comparable(secret(before)), comparable(secret(after))).map(({ path }) => path);
}

test('a Secret whose value changed differs, one whose value did not is equal', () => {
  assert.deepEqual([differences('b25l', 'dHdv'), differences('b25l', 'b25l')], [['data.password'], []]);
});
