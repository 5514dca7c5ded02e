import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { test } from 'node:test';
import { cacheDirectory } from './cacheDirectory.ts';

test('COUPLET_CACHE is the cache', () => {
  assert.equal(cacheDirectory({ COUPLET_CACHE: '/a', XDG_CACHE_HOME: '/b' }), '/a');
});

test('without it the cache lies below XDG_CACHE_HOME', () => {
  assert.equal(cacheDirectory({ XDG_CACHE_HOME: '/b' }), '/b/couplet');
});

test('without both the cache lies below the home directory', () => {
  assert.equal(cacheDirectory({}), `${homedir()}/.cache/couplet`);
});
