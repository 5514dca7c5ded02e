import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelSelector } from './labelSelector.ts';

test('labels and expressions become one parameter', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['web', 'api'] },
    { key: 'track', operator: 'NotIn', values: ['canary'] },
    { key: 'team', operator: 'Exists' },
    { key: 'old', operator: 'DoesNotExist' },
  ];
  assert.equal(
    labelSelector({ matchLabels: { app: 'web' }, matchExpressions }),
    'app=web,tier in (web,api),track notin (canary),team,!old',
  );
});

test('the plain map of a ReplicationController is understood', () => {
  assert.equal(labelSelector({ app: 'web' }), 'app=web');
});

for (const [what, selector] of [
  ['absent', undefined],
  ['empty', {}],
  ['of an unknown operator', { matchExpressions: [{ key: 'a', operator: 'Near' }] }],
] satisfies [string, unknown][]) {
  test(`a selector that is ${what} selects nothing: all pods of a namespace would be wrong`, () => {
    assert.equal(labelSelector(selector), undefined);
  });
}
