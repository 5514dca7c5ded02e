import assert from 'node:assert/strict';
import test from 'node:test';
import { canonicalBody } from './canonicalBody.ts';
import { digestOf } from './digestOf.ts';
import type { JsonObject } from './manifest.ts';
import { parseManifests } from './parseManifests.ts';

const digest = (text: string) =>
  parseManifests(Buffer.from(text), 'f.yaml').manifests[0]?.digest ?? assert.fail('no manifest');

const ofBody = (body: JsonObject): string => digestOf(canonicalBody(body));
const original = digest('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "1", b: "2"}\n');

test('order of keys, style, comments and place change nothing', () => {
  const other =
    '# moved\n---\n{"data": {"b": "2", "a": "1"}, "metadata": {"name": "a"}, "kind": "ConfigMap", "apiVersion": "v1"}\n';
  assert.equal(digest(other), original);
});
test('what is stripped changes nothing', () => {
  assert.equal(
    digest('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, uid: x}\ndata: {a: "1", b: "2"}\nstatus: {}\n'),
    original,
  );
});
test('order of items changes it', () => assert.notEqual(ofBody({ a: [1, 2] }), ofBody({ a: [2, 1] })));
test('a number is not its text', () => assert.notEqual(ofBody({ a: 1 }), ofBody({ a: '1' })));
test('integers that are equal as floats differ', () => {
  assert.notEqual(ofBody({ a: 9007199254740993n }), ofBody({ a: 9007199254740992n }));
});
test('the digest of a manifest is that of its body', () => {
  const [manifest] = parseManifests(Buffer.from('apiVersion: v1\nkind: A\nmetadata: {name: a}\n'), 'f.yaml').manifests;
  assert.equal(manifest?.digest, ofBody(manifest?.body ?? {}));
});
