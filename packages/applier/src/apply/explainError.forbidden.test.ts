import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from './apiError.ts';
import { explainError } from './explainError.ts';

/** As a 1.36 API server words it. */
function refused(verb: string, resource: string, group: string, place: string): ApiError {
  const message = `${resource}.${group} "web" is forbidden: User "system:serviceaccount:couplet:applier" cannot ${verb} resource "${resource}" in API group "${group}" ${place}`;
  return new ApiError(403, { message, reason: 'Forbidden' });
}

function messageOf(error: ApiError, id = 'Deployment.apps/shop/web'): string {
  const [first] = explainError(error, { verb: 'apply', id });
  assert.equal(first?.code, 'forbidden');
  return first.message;
}

test('a refused apply names the rule that would allow it, with the create that it also needs', () => {
  assert.match(
    messageOf(refused('patch', 'deployments', 'apps', 'in the namespace "shop"')),
    /; add \{apiGroups: \["apps"\], resources: \["deployments"\], verbs: \["create","patch"\]\} to a Role in shop$/,
  );
});

test('what lives in no namespace needs a ClusterRole', () => {
  assert.match(
    messageOf(refused('delete', 'namespaces', '', 'at the cluster scope')),
    /; add \{apiGroups: \[""\], resources: \["namespaces"\], verbs: \["delete"\]\} to a ClusterRole$/,
  );
});

test('a Secret shows the rule and nothing else of the answer', () => {
  const message = messageOf(refused('patch', 'secrets', '', 'in the namespace "shop"'), 'Secret/shop/key');
  assert.match(message, /is not shown; add .*"secrets".* to a Role in shop$/);
  assert.doesNotMatch(message, /serviceaccount/);
});

test('a quota is no matter of RBAC', () => {
  const quota = new ApiError(403, { message: 'pods "web" is forbidden: exceeded quota: none', reason: 'Forbidden' });
  assert.doesNotMatch(messageOf(quota), /; add/);
});
