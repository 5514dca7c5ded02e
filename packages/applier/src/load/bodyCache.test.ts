import assert from 'node:assert/strict';
import test from 'node:test';
import { BodyCache } from './bodyCache.ts';

const body = (name: string) => ({ kind: name });

test('a body that was put is there', () => {
  const cache = new BodyCache(10);
  cache.put('a', body('a'), 10);
  assert.deepEqual(cache.get('a'), body('a'));
});

test('over the limit the one used longest ago leaves', () => {
  const cache = new BodyCache(10);
  for (const digest of ['a', 'b']) cache.put(digest, body(digest), 5);
  cache.get('a');
  cache.put('c', body('c'), 5);
  assert.deepEqual(
    ['a', 'b', 'c'].map((digest) => cache.get(digest)?.['kind']),
    ['a', undefined, 'c'],
  );
});

test('a body larger than the limit is not kept', () => {
  const cache = new BodyCache(10);
  cache.put('a', body('a'), 11);
  assert.equal(cache.get('a'), undefined);
});

test('putting a body again counts its bytes once', () => {
  const cache = new BodyCache(10);
  for (let turn = 0; turn < 3; turn += 1) cache.put('a', body('a'), 5);
  cache.put('b', body('b'), 5);
  assert.deepEqual([cache.get('a'), cache.get('b')], [body('a'), body('b')]);
});
