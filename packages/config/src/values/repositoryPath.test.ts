import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, normalisePath, repositoryPathFault } from './repositoryPath.ts';

for (const path of ['.', '', 'a', 'a/b', './a', 'a/', 'a..b', '...', 'a/-b', 'ä b']) {
  test(`${JSON.stringify(path)} stays inside a repository`, () => assert.equal(repositoryPathFault(path), undefined));
}

for (const path of ['/', '/a', '..', '../a', 'a/../b', 'a/..', './..', '-a', './-a', '--', 'a\nb', 'a\0', '\ud800']) {
  test(`${JSON.stringify(path)} is refused`, () => assert.equal(typeof repositoryPathFault(path), 'string'));
}

test('a path is normalised to its names', () => {
  const paths = ['.', '', './', 'a/', './a//b/.', 'a/./b'];
  assert.deepEqual(paths.map(normalisePath), ['', '', '', 'a', 'a/b', 'a/b']);
});

test('a directory is within itself and those around it, not within one that its name begins with', () => {
  const pairs: [string, string][] = [
    ['a', ''],
    ['a/b', 'a'],
    ['a', 'a'],
    ['ab', 'a'],
    ['a', 'a/b'],
  ];
  assert.deepEqual(
    pairs.map(([inner, outer]) => isWithin(inner, outer)),
    [true, true, true, false, false],
  );
});
