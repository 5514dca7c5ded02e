import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absolutePathFault, normaliseAbsolute } from './absolutePath.ts';

for (const path of ['/a', '/a/b/', '/a..b', '//a']) {
  test(`${path} is an absolute path`, () => assert.equal(absolutePathFault(path), undefined));
}

for (const path of ['', 'a', './a', '~/a', '/', '//', '/.', '/a/..', '/../a', '/a\nb', '/a\0', '/\ud800']) {
  test(`${JSON.stringify(path)} is refused`, () => assert.equal(typeof absolutePathFault(path), 'string'));
}

test('an absolute path is normalised to its names', () => {
  assert.deepEqual(['/a/', '//a//b', '/a/./b'].map(normaliseAbsolute), ['/a', '/a/b', '/a/b']);
});
