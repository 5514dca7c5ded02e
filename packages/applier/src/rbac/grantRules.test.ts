import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantRules } from './grantRules.ts';

const write = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

test('resources of one group with the same verbs are one rule, sorted', () => {
  const needed = ['services', 'configmaps'].map((resource) => ({
    group: '',
    resource,
    namespace: 'shop',
    verbs: write,
  }));
  assert.deepEqual(grantRules(needed), [
    { namespace: 'shop', rules: [{ group: '', resources: ['configmaps', 'services'], verbs: write }] },
  ]);
});

test('the same resource of two environments is one rule with the verbs of both, in the usual order', () => {
  const [grant] = grantRules([
    { group: '', resource: 'pods', namespace: 'shop', verbs: ['patch', 'list'] },
    { group: '', resource: 'pods', namespace: 'shop', verbs: ['get', 'list'] },
  ]);
  assert.deepEqual(grant?.rules, [{ group: '', resources: ['pods'], verbs: ['get', 'list', 'patch'] }]);
});

test('groups stay apart, because a rule with two groups and two resources allows four things', () => {
  const [grant] = grantRules([
    { group: 'apps', resource: 'deployments', namespace: 'shop', verbs: write },
    { group: 'batch', resource: 'jobs', namespace: 'shop', verbs: write },
  ]);
  assert.deepEqual(
    grant?.rules.map(({ group, resources }) => [group, resources]),
    [
      ['apps', ['deployments']],
      ['batch', ['jobs']],
    ],
  );
});

test('what is needed in the whole cluster comes first, the namespaces follow by name', () => {
  const places = [{ namespace: 'web' }, {}, { namespace: 'shop' }];
  const needed = places.map((place) => ({ group: '', resource: 'x', verbs: ['get'], ...place }));
  assert.deepEqual(
    grantRules(needed).map(({ namespace }) => namespace),
    [undefined, 'shop', 'web'],
  );
});
