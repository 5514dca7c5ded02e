import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiAnswer } from '../apply/apiClient.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import { describeAccess } from './describeAccess.ts';
import type { Access } from './neededAccess.ts';
import { reviewAccess } from './reviewAccess.ts';

const signal = new AbortController().signal;
const deployments = { group: 'apps', resource: 'deployments', namespace: 'shop', verbs: ['list', 'patch'] };
const nodes = { group: '', resource: 'namespaces', verbs: ['patch'] };

type Spec = { namespace?: string; resourceAttributes?: { verb: string } };

async function review(needed: Access[], status: (spec: Spec) => object): Promise<{ missing: Access[]; specs: Spec[] }> {
  const specs: Spec[] = [];
  const api = {
    request: async <T>({ body = '' }: ApiRequest): Promise<ApiAnswer<T>> => {
      const { spec }: { spec: Spec } = JSON.parse(body);
      specs.push(spec);
      return { created: true, body: JSON.parse(JSON.stringify({ status: status(spec) })) };
    },
  };
  return { missing: await reviewAccess(api, needed, signal), specs };
}

const all = { resourceRules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] };

test('one question for each namespace and one for the cluster are enough when all is allowed', async () => {
  const { missing, specs } = await review([deployments, { ...deployments, resource: 'x' }, nodes], () => all);
  assert.deepEqual([missing, specs.map(({ namespace }) => namespace)], [[], ['shop', 'couplet_nowhere']]);
});

test('what is allowed in a namespace is not allowed in the cluster', async () => {
  const { missing } = await review([deployments, nodes], ({ namespace }) => (namespace === 'shop' ? all : {}));
  assert.deepEqual(missing, [nodes]);
});

test('an incomplete answer is followed by a question for each verb that it does not prove', async () => {
  const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] }];
  const { missing, specs } = await review([deployments], ({ resourceAttributes }) =>
    resourceAttributes === undefined ? { resourceRules: rules, incomplete: true } : { allowed: true },
  );
  assert.deepEqual(missing, []);
  assert.deepEqual(
    specs.flatMap(({ resourceAttributes }) => resourceAttributes?.verb ?? []),
    ['patch'],
  );
});

test('what is missing is told with the rule that would allow it', () => {
  assert.equal(
    describeAccess(deployments),
    'Cannot list, patch deployments.apps in namespace shop: RBAC must allow it, found no rule that does; add {apiGroups: ["apps"], resources: ["deployments"], verbs: ["list","patch"]} to a Role in shop',
  );
  assert.match(describeAccess(nodes), /Cannot patch namespaces in the cluster: .* to a ClusterRole$/);
});
