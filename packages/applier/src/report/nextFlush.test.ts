import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextFlush } from './nextFlush.ts';

test('the first change is told after it was gathered for 10 ms', () => {
  assert.equal(nextFlush([], 5_000), 5_010);
});

test('the next one is told 100 ms after the one before', () => {
  assert.equal(nextFlush([5_000], 5_020), 5_100);
});

test('the fourth within a second waits until the first is a second old', () => {
  assert.equal(nextFlush([5_000, 5_100, 5_200], 5_210), 6_000);
});

test('after a rest there is no wait', () => {
  assert.equal(nextFlush([5_000, 5_100, 5_200], 9_000), 9_010);
});
