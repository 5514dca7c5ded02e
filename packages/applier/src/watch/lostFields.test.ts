import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../load/manifest.ts';
import { lostFields } from './lostFields.ts';

const names = (body: JsonObject, ...owned: object[]): string[] => lostFields(body, owned).map(({ field }) => field);

test('a manifest that is owned as it stands has lost nothing', () => {
  assert.deepEqual(names({ data: { a: 'x' } }, { 'f:data': { 'f:a': {} } }), []);
});

test('a field that is not owned is lost, and its neighbours are not', () => {
  assert.deepEqual(names({ data: { a: 'x', b: 'y' } }, { 'f:data': { 'f:b': {} } }), ['.data.a']);
});

test('of a mapping that is not owned at all each field is named', () => {
  assert.deepEqual(names({ data: { a: 'x', b: { c: 1 } } }, {}), ['.data.a', '.data.b.c']);
});

test('what names the object is no field that could be lost', () => {
  assert.deepEqual(names({ apiVersion: 'v1', kind: 'X', metadata: { name: 'a', namespace: 'b' } }, {}), []);
});

test('null and empty values ask for nothing', () => {
  assert.deepEqual(names({ a: null, b: {}, c: [] }, {}), []);
});

test('a mapping that is owned whole is not looked into', () => {
  assert.deepEqual(names({ selector: { app: 'web' } }, { 'f:selector': {} }), []);
});

test('a list that is owned whole is not looked into', () => {
  assert.deepEqual(names({ args: ['a'] }, { 'f:args': {} }), []);
});

test('a list that is not owned is named as a whole', () => {
  assert.deepEqual(names({ spec: { args: ['a', 'b'] } }, { 'f:spec': { 'f:x': {} } }), ['.spec.args']);
});

test('an item of a list is found by its keys, and its field is named with its name', () => {
  const owned = { 'f:c': { 'k:{"name":"web"}': { '.': {}, 'f:name': {} } } };
  assert.deepEqual(names({ c: [{ name: 'web', image: 'x' }] }, owned), ['.c[name="web"].image']);
});

test('an item that is not owned is named, by its place when it has no name', () => {
  const owned = { 'f:c': { 'k:{"port":80}': { '.': {}, 'f:port': {} } } };
  assert.deepEqual(names({ c: [{ port: 80 }, { port: 81 }] }, owned), ['.c[1]']);
});

test('a key that the server completed with a default is the key of the item', () => {
  const owned = { 'f:ports': { 'k:{"port":53,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } };
  assert.deepEqual(names({ ports: [{ port: 53 }] }, owned), []);
});

test('of two items with the same keys each finds its own', () => {
  const tcp = { '.': {}, 'f:port': {} };
  const udp = { '.': {}, 'f:port': {}, 'f:protocol': {} };
  const owned = { 'f:p': { 'k:{"port":53,"protocol":"TCP"}': tcp, 'k:{"port":53,"protocol":"UDP"}': udp } };
  assert.deepEqual(names({ p: [{ port: 53 }, { port: 53, protocol: 'UDP' }] }, owned), []);
});

test('an item that is owned whole, as an imagePullSecret, has lost nothing', () => {
  assert.deepEqual(names({ s: [{ name: 'x' }] }, { 'f:s': { 'k:{"name":"x"}': {} } }), []);
});

test('a value of a set is found by itself', () => {
  const owned = { 'f:finalizers': { '.': {}, 'v:"a"': {} } };
  assert.deepEqual(names({ finalizers: ['a', 'b'] }, owned), ['.finalizers[1]']);
});

test('a number beyond 2^53 does not keep a key from being compared', () => {
  assert.deepEqual(names({ c: [{ id: 5n }] }, { 'f:c': { 'k:{"id":5}': { '.': {}, 'f:id': {} } } }), []);
});

test('a field is owned when any of several entries owns it', () => {
  assert.deepEqual(names({ a: 1, b: 2 }, { 'f:a': {} }, { 'f:b': {} }), []);
});

test('a field that is called like a member of every object is no exception', () => {
  assert.deepEqual(names({ constructor: 'x' }, {}), ['.constructor']);
});

test('at most 20 fields are named', () => {
  const data = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x']));
  assert.equal(
    names({ data, list: Array.from({ length: 50 }, (_, id) => ({ id })) }, { 'f:list': { '.': {} } }).length,
    20,
  );
});
