import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSettings } from './formatSettings.ts';
import { settings } from './settings.ts';

test('a list is a pair of brackets in the path', () => {
  const pruneLimit = settings.find(({ path }) => path === 'environments[].pruneLimit.count');
  assert.deepEqual(pruneLimit, {
    path: 'environments[].pruneLimit.count',
    type: 'whole number from 0 to 1000000',
    default: '10',
    description: 'A plan that deletes more objects than this, and more than `percent`, is held for a person.',
  });
});

test('the required settings are the three without which nothing can be followed', () => {
  const required = settings.filter((setting) => setting.default === undefined).map(({ path }) => path);
  assert.deepEqual(required, ['repository.url', 'environments[].name', 'environments[].ref']);
});

test('every setting has a type and a sentence', () => {
  for (const { path, type, description } of settings) {
    assert.notEqual(type, 'value', path);
    assert.match(description, /^[A-Zs`].*\.$/, path);
  }
});

test('the help names every setting', () => {
  const paths = formatSettings().match(/^ {2}(?=\S)\S+/gm);
  assert.deepEqual(
    paths?.map((path) => path.trim()),
    settings.map(({ path }) => path),
  );
});
