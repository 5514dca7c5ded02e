import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeApi, forbidden } from './fixtures/fakeApi.ts';
import { deploymentPath, deployments, deploymentTarget } from './fixtures/targets.ts';
import { Reader } from './reader.ts';

const { signal } = new AbortController();
const everywhere = '/apis/apps/v1/deployments';
const item = (name: string, namespace = 'shop') => ({ metadata: { name, namespace, uid: name } });
const names = ['a', 'b', 'c', 'd', 'e'];
const five = names.map((name) => deploymentTarget(name));

async function read(
  api: ReturnType<typeof fakeApi>,
  targets = five,
  reader = new Reader(api, 'set-1'),
): Promise<string[]> {
  const found: string[] = [];
  await reader.read(deployments, targets, ({ id }) => found.push(id), signal);
  return found.toSorted();
}

test('a few objects are read one by one, and one that does not exist is not found', async () => {
  const api = fakeApi({ [deploymentPath('a')]: item('a') });
  assert.deepEqual(await read(api, five.slice(0, 2)), ['Deployment.apps/shop/a']);
  assert.deepEqual(api.asked, [deploymentPath('a'), deploymentPath('b')]);
});

function page(query: URLSearchParams): object {
  return query.get('continue') === ''
    ? { metadata: { continue: 'more' }, items: [item('a'), item('stranger')] }
    : { items: [item('b'), item('b', 'elsewhere')] };
}

test('many are one list by the label of the set, page by page; what is not waited for is left out', async () => {
  const api = fakeApi({ [everywhere]: page });
  assert.deepEqual(await read(api), ['Deployment.apps/shop/a', 'Deployment.apps/shop/b']);
  assert.match(
    api.asked.join(' '),
    /labelSelector=applyset\.kubernetes\.io\/part-of=set-1&limit=250&continue= \S+continue=more$/,
  );
});

test('where RBAC allows only namespaces, each is listed, and cluster-wide is not asked again', async () => {
  const targets = [...five, deploymentTarget('f', 'depot')];
  const api = fakeApi({
    [everywhere]: forbidden('deployments'),
    '/apis/apps/v1/namespaces/shop/deployments': { items: names.map((name) => item(name)) },
    '/apis/apps/v1/namespaces/depot/deployments': { items: [item('f', 'depot')] },
  });
  const reader = new Reader(api, 'set-1');
  assert.equal((await read(api, targets, reader)).length, 6);
  assert.equal((await read(api, targets, reader)).length, 6);
  assert.equal(api.asked.filter((path) => path.startsWith(everywhere)).length, 1);
});
