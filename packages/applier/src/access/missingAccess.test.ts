import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingAccess, type ResourceRule } from './missingAccess.ts';

const needed = [{ group: 'apps', resource: 'deployments', namespace: 'shop', verbs: ['list', 'patch'] }];

const cases: [string, ResourceRule[], string[]][] = [
  ['no rule leaves every verb missing', [], ['list', 'patch']],
  [
    'a rule with the group, the resource and the verbs allows it',
    [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'patch'] }],
    [],
  ],
  ['wildcards allow it', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], []],
  [
    'two rules may each allow a part',
    [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] },
    ],
    [],
  ],
  [
    'another group does not allow it',
    [{ apiGroups: [''], resources: ['deployments'], verbs: ['*'] }],
    ['list', 'patch'],
  ],
  [
    'a subresource is another resource',
    [{ apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['*'] }],
    ['list', 'patch'],
  ],
  [
    'a rule for certain names does not count',
    [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'], resourceNames: ['web'] }],
    ['list', 'patch'],
  ],
  ['a verb that no rule has is missing alone', [{ apiGroups: ['apps'], resources: ['*'], verbs: ['list'] }], ['patch']],
];
for (const [name, rules, verbs] of cases) {
  test(name, () => {
    assert.deepEqual(
      missingAccess(needed, rules).flatMap((access) => access.verbs),
      verbs,
    );
  });
}
