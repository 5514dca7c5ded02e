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

test('the required settings are the three without which nothing can be followed, and the name of who is told', () => {
  const required = settings.filter((setting) => setting.default === undefined).map(({ path }) => path);
  assert.deepEqual(required, ['repository.url', 'environments[].name', 'environments[].ref', 'applier.notify[].name']);
});

test('a list of words is one row', () => {
  const on = settings.filter(({ path }) => path.startsWith('applier.notify[].on'));
  assert.deepEqual(
    on.map(({ path, default: byDefault }) => [path, byDefault]),
    [['applier.notify[].on', 'failed, degraded, held, stalled, rolled-back, recovered']],
  );
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
