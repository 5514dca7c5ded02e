import assert from 'node:assert/strict';
import test from 'node:test';
import { BodyCache } from './bodyCache.ts';

const text = (name: string) => `{"kind":"${name}"}`;
const size = text('a').length;

test('a body that was put is there', () => {
  const cache = new BodyCache(size);
  cache.put('a', text('a'));
  assert.deepEqual(cache.get('a'), { kind: 'a' });
});

test('each reader gets a body of its own', () => {
  const cache = new BodyCache(size);
  cache.put('a', text('a'));
  Object.assign(cache.get('a') ?? {}, { kind: 'changed' });
  assert.deepEqual(cache.get('a'), { kind: 'a' });
});

test('over the limit the one used longest ago leaves', () => {
  const cache = new BodyCache(2 * size);
  for (const name of ['a', 'b']) cache.put(name, text(name));
  cache.get('a');
  cache.put('c', text('c'));
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => cache.get(name)?.['kind']),
    ['a', undefined, 'c'],
  );
});

test('a body larger than the limit is not kept, and no other leaves for it', () => {
  const cache = new BodyCache(size);
  cache.put('a', text('a'));
  cache.put('large', text('large'));
  assert.deepEqual([cache.get('a'), cache.get('large')], [{ kind: 'a' }, undefined]);
});

test('putting a body again counts it once', () => {
  const cache = new BodyCache(2 * size);
  for (let turn = 0; turn < 3; turn += 1) cache.put('a', text('a'));
  cache.put('b', text('b'));
  assert.deepEqual([cache.get('a'), cache.get('b')], [{ kind: 'a' }, { kind: 'b' }]);
});

test('a body with a number that JSON.parse would round is not kept', () => {
  const cache = new BodyCache();
  const exact = [
    '{"a":9007199254740993}',
    '{"a":-9007199254740993}',
    '{"a":[9007199254740993]}',
    '{"a":[1,9007199254740993]}',
  ];
  for (const body of exact) cache.put(body, body);
  assert.deepEqual(
    exact.map((body) => cache.get(body)),
    [undefined, undefined, undefined, undefined],
  );
  cache.put('short', '{"a":999999999999999}');
  cache.put('text', '{"a":"9007199254740993"}');
  assert.deepEqual([cache.get('short'), cache.get('text')], [{ a: 999999999999999 }, { a: '9007199254740993' }]);
});
