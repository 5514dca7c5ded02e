import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestingExceeds } from './nestingExceeds.ts';

test('as many levels as allowed do not exceed', () => {
  assert.equal(nestingExceeds('[[{"a":[]}]]', 4), false);
});

test('one level more exceeds', () => {
  assert.equal(nestingExceeds('[[{"a":[[]]}]]', 4), true);
});

test('brackets side by side are one level', () => {
  assert.equal(nestingExceeds('[[],[],{}]', 2), false);
});

test('brackets in strings do not count, whatever is escaped', () => {
  assert.equal(nestingExceeds('{"[[[\\"[[":"]\\\\","b":"{{{"}', 1), false);
});
